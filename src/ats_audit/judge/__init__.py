"""Judging: mentions and a role -> evidence, score, findings, plan and suggestion."""

from ats_audit.judge.rules import Rule
from ats_audit.judge.suggestion import DEFAULT_HEADING
from ats_audit.judge.verdict import RULES, Verdict, judge_document

__all__ = ["DEFAULT_HEADING", "RULES", "Rule", "Verdict", "judge_document"]
