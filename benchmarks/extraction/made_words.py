"""What the files that are made here say: everybody in them is invented."""

from __future__ import annotations

EMAIL = "jo.bloggs@example.com"
ROWS = (
    ("Certificate", "Body", "Year"),
    ("Good Clinical Practice", "CITI Program", "2023"),
    ("Certified Coder", "Coders' Union", "2021"),
    ("Basic Life Support", "Heart Society", "2024"),
    ("Data Management", "Data Society", "2019"),
)
JOBS = (
    (
        "Clinical Research Associate",
        "2021 - 2024",
        ("Monitored 14 sites of two trials", "Closed 212 queries"),
    ),
    ("Data Coordinator", "2018 - 2021", ("Coded adverse events with MedDRA", "Reconciled serious adverse events")),
)
TAGS = (
    "REDCap",
    "Medidata Rave",
    "MedDRA",
    "SAS",
    "Veeva Vault",
    "CDISC",
    "R",
    "ICH E6(R3)",
    "Query resolution",
    "GCP",
)
SYSTEMS = (
    ("Medidata Rave", ("Built and tested edit checks and", "wrote transfer specifications"), "2018 - 2021"),
    ("Veeva Vault", ("Filed essential documents and", "ran quality reviews"), "2020 - 2024"),
    ("REDCap", ("Surveys and registries",), "2015"),
    ("Oracle Argus", ("Entered serious adverse events,", "coded narratives and reconciled", "listings"), "2012 - 2018"),
)
PROSE = (
    "Monitors trials on site and from afar, and writes what was seen so that nobody has to ask a second time. Keeps "
    "essential documents inspection ready, trains coordinators, and finds out why a form comes back for the third time."
)
