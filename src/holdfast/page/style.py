"""The style sheet of the page: the report's own, and what screens have beside it: `page.css`, and
`screens/*.css` of what one alone has."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files

from holdfast.show import theme


class Style:
    """One file, named by what is in it, so that a browser asks for it once."""

    @functools.cached_property
    def text(self) -> str:
        """All rules, with both fonts."""
        page = files("holdfast.page")
        screens = sorted((page / "screens").iterdir(), key=lambda file: file.name)
        own = [page / "page.css", *(file for file in screens if file.name.endswith(".css"))]
        return (
            theme.style_sheet()
            + theme.steps()
            + "".join(file.read_text(encoding="utf-8") for file in own)
        )

    @functools.cached_property
    def path(self) -> str:
        """Where it is served."""
        return f"/page/style-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}.css"


STYLE = Style()
"""The same for all screens."""
