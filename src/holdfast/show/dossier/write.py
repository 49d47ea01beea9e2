"""The folder of a dossier: its page, its document, and the files that parts wrote."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from holdfast.questions.validate.dossier import Dossier
from holdfast.show.dossier.document import document
from holdfast.show.dossier.page import render
from holdfast.whole import put_files, whole_folder

PAGE, DOCUMENT = "dossier.html", "dossier.json"


def write(made: Dossier, folder: str | os.PathLike[str], language: str = "en") -> Path:
    """Write the dossier to a new folder, whole or not at all, and give its path.

    Raises FileExistsError if there is anything of that name but an empty folder, ValueError for a
    language that there is not.
    """
    target = Path(folder)
    text = json.dumps(document(made), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    contents = {PAGE: render(made, language), DOCUMENT: text}
    with whole_folder(target) as fresh:
        put_files(fresh, contents)
        for path in made.files:
            shutil.copyfile(path, fresh / path.name)
    return target
