"""Scenarios: a folder of plain files, checked whole, read once and never changed."""

from holdfast.scenario.check import check
from holdfast.scenario.fault import Fault, ScenarioError
from holdfast.scenario.new import new
from holdfast.scenario.scenario import Scenario, read_scenario
from holdfast.scenario.schema import Column, Parameter, Schema, parameters, schemas
from holdfast.scenario.settings import Settings
from holdfast.scenario.table import BLANK_DAY, Table

__all__ = [
    "BLANK_DAY",
    "Column",
    "Fault",
    "Parameter",
    "Scenario",
    "ScenarioError",
    "Schema",
    "Settings",
    "Table",
    "check",
    "new",
    "parameters",
    "read_scenario",
    "schemas",
]
