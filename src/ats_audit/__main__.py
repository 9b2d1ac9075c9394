"""`python -m ats_audit` is the command `ats-audit`."""

from ats_audit.cli import main

if __name__ == "__main__":
    main()
