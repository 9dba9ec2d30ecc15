"""One typed dataclass for each template, grouped by feature as the templates are."""
