"""What findings about the layout, the structure and the links say: sentences with named gaps.

What has two forms has that for one and that for any other number; `{n}` is the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import BlockKind, FactKind
from ats_audit.words.forms import Said, SaidOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ats_audit.words.forms import Plural

TITLES: Final[Mapping[str, str]] = {
    "ATS-L01": "Columns",
    "ATS-L02": "Table",
    "ATS-L03": "Text box",
    "ATS-L04": "Text in a page header or footer",
    "ATS-L05": "Contact where parsers do not look",
    "ATS-L06": "Hidden text",
    "ATS-L07": "Letter-spaced words",
    "ATS-L08": "Characters that cannot be read",
    "ATS-L09": "Icons in place of words",
    "ATS-L10": "Page that is a picture",
    "ATS-L11": "Words run together",
    "ATS-L12": "Part that was not read",
    "ATS-L13": "Long document",
    "ATS-L14": "No e-mail address",
    "ATS-L15": "No phone number",
    "ATS-L16": "Unknown section heading",
    "ATS-L17": "No experience heading",
    "ATS-L18": "Competency that weaker parsers lose",
    "ATS-L19": "Competency that weaker parsers misplace",
    "ATS-L20": "No skills section",
    "ATS-L21": "Contact only behind a link",
    "ATS-L22": "E-mail link to another address",
    "ATS-L23": "Job without dates",
    "ATS-L24": "Large file",
    "ATS-L25": "Odd bullets",
}
EMAIL: Final = "e-mail address"
PHONE: Final = "phone number"
LINKEDIN: Final = "LinkedIn profile"
ORCID: Final = "ORCID iD"

# Layout

FACTS: Final[Mapping[FactKind, Plural]] = {
    FactKind.COLUMNS: ("1 place where text stands in columns", "{n} places where text stands in columns"),
    FactKind.TABLE: ("1 table", "{n} tables"),
    FactKind.TEXTBOX: ("1 text box", "{n} text boxes"),
    FactKind.HEADER_TEXT: ("1 page header or footer with text", "{n} page headers or footers with text"),
    FactKind.HIDDEN_TEXT: (
        "1 character of text that a person cannot see, left out of this audit",
        "{n} characters of text that a person cannot see, left out of this audit",
    ),
    FactKind.LETTER_SPACED: ("1 word with spaces between its letters", "{n} words with spaces between their letters"),
    FactKind.UNMAPPED_GLYPHS: (
        "1 character that has no meaning as text",
        "{n} characters that have no meaning as text",
    ),
    FactKind.ICON_FONT: ("1 icon from a symbol font", "{n} icons from a symbol font"),
    FactKind.IMAGE_PAGE: ("1 page that is a picture without text", "{n} pages that are pictures without text"),
    FactKind.GLUED_WORDS: ("1 place where words run together", "{n} places where words run together"),
    FactKind.UNREAD_PART: (
        "1 part that was not read, such as an embedded document",
        "{n} parts that were not read, such as embedded documents",
    ),
}
"""What of each sort was seen."""
FACT: Final = "{what}."
FACT_ON_PAGES: Final = "{what} on page {pages}."
FACT_FIXES: Final[Mapping[FactKind, str]] = {
    FactKind.COLUMNS: (
        "Use one column from top to bottom. Parsers that read line by line mix the columns into each other."
    ),
    FactKind.TABLE: (
        "Turn tables into plain lines: one job, one skill group or one certificate a line, separated by commas."
    ),
    FactKind.TEXTBOX: "Move the text out of boxes and shapes into the body; many parsers skip them whole.",
    FactKind.HEADER_TEXT: ("Keep nothing but a page number there; names, contact and skills belong in the body."),
    FactKind.HIDDEN_TEXT: (
        "Remove it. Select all and set one colour and size to find it. Recruiters see it, and read it as a trick, "
        "even where a template put it there."
    ),
    FactKind.LETTER_SPACED: (
        'Type the word without spaces ("SKILLS", not "S K I L L S") and spread it with the font setting instead.'
    ),
    FactKind.UNMAPPED_GLYPHS: (
        "Export the file again with a common font such as Arial or Calibri; then copy the text out and see that it "
        "is whole."
    ),
    FactKind.ICON_FONT: ('Write the word: "Phone", "E-mail", "LinkedIn". To a parser an icon is an unknown letter.'),
    FactKind.IMAGE_PAGE: (
        "Export the page as text from the program that made it. If you cannot select a word with the cursor, a "
        "parser cannot read it."
    ),
    FactKind.GLUED_WORDS: (
        "Export the file again from the program that made it, without justified text or tabs in place of spaces."
    ),
    FactKind.UNREAD_PART: "Paste what stands in it into the résumé as plain text, or remove it.",
}
"""What to do about each sort."""
WHERE: Final[Mapping[BlockKind, str]] = {
    BlockKind.BODY: "in columns or lines that they take in another order",
    BlockKind.TABLE: "in a table",
    BlockKind.TEXTBOX: "in a text box",
    BlockKind.HEADER: "in a page header",
    BlockKind.FOOTER: "in a page footer",
    BlockKind.FOOTNOTE: "in a footnote",
}
"""Where something stands that a parser loses."""
CONTACT_ASIDE: Final = Said(
    "The only {contact} stands {where}: some parsers file the résumé without it.",
    "Write the {contact} as a plain line in the body, under your name at the top of the first page.",
)
LARGE: Final = Said(
    "The file has {megabytes:.1f} MB, which is more than some systems take.",
    "Keep it below {most} MB: make pictures smaller, or leave them out.",
)
LOST: Final = SaidOf(
    (
        "{names} stands only {where}: weaker parsers lose it.",
        "{names} stand only {where}: weaker parsers lose them.",
    ),
    (
        (
            "Name it once more in a plain line of the body: a bullet of the job where you used it, or the skills "
            "section in a single column."
        ),
        (
            "Name each once more in a plain line of the body: a bullet of the job where you used it, or the skills "
            "section in a single column."
        ),
    ),
)
MOVED: Final = Said(
    "{names}: read under another section, or only in part, by parsers that take lines or tables in another order.",
    "Let every job, with its heading and bullets, run as one column of plain paragraphs.",
)

# Structure

NO_EMAIL: Final = Said(
    "No e-mail address could be read.",
    "Write your e-mail address as plain text under your name, not as an icon, a picture or a bare link.",
)
NO_PHONE: Final = Said(
    "No phone number could be read.",
    "Write your phone number with its area or country code as plain text under your name.",
)
LONG: Final = Said(
    "The résumé has {length}; first readers seldom go past the second page.",
    "Cut entries older than ten to fifteen years to one line each, and drop bullets that show none of what the role "
    "asks for. A long academic CV is its own document.",
)
LENGTH_IN_PAGES: Final = "{n} pages"
LENGTH_IN_WORDS: Final = "{n:,} words"
UNKNOWN_HEADING: Final = Said(
    "Not a usual section heading: {names}.",
    "Use headings that parsers are known to accept: {accepted}. What stands under another heading counts as listed, "
    "not as work.",
)
USUAL_HEADINGS: Final = "Skills, Experience, Education"
"""What to head sections where the lexicon names no heading."""
NO_EXPERIENCE: Final = Said(
    "No heading for work experience could be recognised, so nothing counts as shown in work.",
    'Put "Experience" or "Professional Experience" on a line of its own above your jobs.',
)
NO_SKILLS: Final = Said(
    "No section that lists skills could be recognised; some parsers take skills from there alone.",
    'Add the proposed section. Where an employer\'s form drops it, head it "Skills".',
)
UNDATED_JOBS: Final[Plural] = ("Job without dates: {names}.", "Jobs without dates: {names}.")
UNDATED_JOBS_FIX: Final = (
    'Write from when to when in the line of the job, as in "Mar 2021 - Present". Where you would rather not give '
    "months, years will do."
)
ODD_BULLETS: Final = Said(
    "{n} lines begin with {signs} as a bullet.",
    "Use round or square bullets, or hyphens, from the list button of your editor.",
)

# Links

ONLY_LINKED: Final = Said(
    "The {contact} stands only behind a link: a parser that reads the text does not find it.",
    'Write it out as text, and keep the link if you like: "{written}".',
)
LINKED_ELSEWHERE: Final = Said(
    "The link on {shown} writes to another address, {address}.",
    "Set the link to the address that is shown, or take it away.",
)
