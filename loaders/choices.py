"""Choices: which publisher's figure is used where two answer the same question, who chose, when and why."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Choice": "choice_id",
    "Question": "question_text",
    "Used publisher": "used_publisher_name",
    "Used indicator": "used_indicator_name",
    "Other publisher": "other_publisher_name",
    "Other indicator": "other_indicator_name",
    "Chosen by": "chosen_by",
    "Chosen on": "chosen_date",
    "Reason": "reason_text",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_choices(path: Path, spellings: Spellings) -> Loaded:
    """Read the choices between publishers.

    Args:
        path: The list of choices; a choice is changed by changing its line, with the day and the reason.
        spellings: What sources call each code.

    Returns:
        The rows kept, one a choice, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["choices"], (NAMED, UNUSED), spellings, {})
