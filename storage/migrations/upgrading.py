"""What Alembic does for us; loaded only where there is something to migrate."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

# Alembic tells of each look at the version as if it were news.
logging.getLogger("alembic").setLevel(logging.WARNING)


def configuration(connection: Connection, folder: Path) -> Config:
    """Alembic's configuration for an open connection and the folder of the migrations; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, folder: Path) -> None:
    """Run whatever migrations are ahead, in the connection's transaction."""
    command.upgrade(configuration(connection, folder), "head")
