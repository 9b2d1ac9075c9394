"""ats-audit: what a résumé shows, and does not show, of a healthcare-tech role."""

__version__ = "0.1.0"
