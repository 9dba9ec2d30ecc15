"""The page of the rehearsal room: plain HTML, CSS and modules, served as they are."""
