"""Judging: mentions and a role or a job advert -> evidence, score, findings, plan and suggestion."""

from ats_audit.judge.advert import read_advert
from ats_audit.judge.aim import Aim, aim_at, make_aim
from ats_audit.judge.assembly import make_assessment, make_report, tell_engine
from ats_audit.judge.balance import Balance
from ats_audit.judge.bullet_rules import Bullet
from ats_audit.judge.comparison import compare_reports, make_cohort
from ats_audit.judge.grounds import Grounds
from ats_audit.judge.ladder import Ladder
from ats_audit.judge.rules import Rule
from ats_audit.judge.suggestion import DEFAULT_HEADING
from ats_audit.judge.target import target_of
from ats_audit.judge.verdict import RULES, Verdict, assess_document, judge_document

__all__ = [
    "DEFAULT_HEADING",
    "RULES",
    "Aim",
    "Balance",
    "Bullet",
    "Grounds",
    "Ladder",
    "Rule",
    "Verdict",
    "aim_at",
    "assess_document",
    "compare_reports",
    "judge_document",
    "make_aim",
    "make_assessment",
    "make_cohort",
    "make_report",
    "read_advert",
    "target_of",
    "tell_engine",
]
