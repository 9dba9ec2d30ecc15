"""The secret key that keys hashes of addresses and invites: from the settings, or made at the first start."""

import os
import secrets

from bot.settings import Settings

FILE = "secret.key"


def load_key(settings: Settings) -> bytes:
    """The key; made in the data folder (readable by its owner alone) if the settings give none.

    Raises:
        OSError: the data folder cannot be written.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data_dir / FILE
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two first starts at once, one makes the key and both read it.
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
    return path.read_text().strip().encode()
