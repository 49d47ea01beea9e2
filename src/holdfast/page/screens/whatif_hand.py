"""What happens in the browser when a hand moves a delivery: nothing is asked before it lets go."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

_WRITTEN = """
  const bar = event.target.closest('[role=slider]');
  const days = +bar.getAttribute('aria-valuemax'), first = bar.dataset.first;
  const held = (at) => Math.min(Math.max(at, +bar.getAttribute('aria-valuemin')), days);
  const written = (at) => {
    const day = new Date(Date.parse(first + 'T00:00:00Z') + at * 86400000);
    return new Intl.DateTimeFormat(document.documentElement.lang === 'fr' ? 'fr' : 'en-GB',
      {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'}).format(day);
  };
  const tell = (at) => {
    bar.querySelector('.wf-said').textContent = bar.dataset.told.replace('{day}', written(at));
    bar.setAttribute('aria-valuenow', at);
    bar.setAttribute('aria-valuetext', written(at));
  };
  const begun = (at) => {
    if (bar.dataset.left !== undefined) return;
    bar.dataset.left = parseFloat(bar.style.left); bar.dataset.from = at; bar.dataset.at = at;
  };
  const put = (at) => {
    const share = 100 * (at - +bar.dataset.from) / (days + 1);
    bar.style.left = (+bar.dataset.left + share) + '%';
    bar.dataset.at = at; tell(at);
  };
  const done = () => {
    const at = +bar.dataset.at, moved = at !== +bar.dataset.from;
    delete bar.dataset.left; delete bar.dataset.from; delete bar.dataset.at;
    delete bar.dataset.held;
    if (moved) emit(at);
  };
"""
DRAG = (
    "(event) => {"
    + _WRITTEN
    + """
  if (event.button || bar.getAttribute('aria-disabled') === 'true') return;
  event.preventDefault();
  bar.focus({preventScroll: true});
  clearTimeout(bar.waiting);
  bar.onblur = null;
  const from = +bar.getAttribute('aria-valuenow'), x = event.clientX;
  const day = bar.parentElement.clientWidth / (days + 1);
  begun(from);
  bar.dataset.held = '';
  tell(from);
  bar.setPointerCapture(event.pointerId);
  const move = (e) => put(held(from + Math.round((e.clientX - x) / day)));
  const end = (e) => {
    bar.removeEventListener('pointermove', move);
    bar.removeEventListener('pointerup', end);
    bar.removeEventListener('pointercancel', end);
    if (e.type === 'pointercancel') put(from);
    done();
  };
  bar.addEventListener('pointermove', move);
  bar.addEventListener('pointerup', end);
  bar.addEventListener('pointercancel', end);
}"""
)
"""The day that the pointer has moved it to, once it lets go; snaps to days."""
KEYS = (
    "(event) => {"
    + _WRITTEN
    + """
  if (bar.getAttribute('aria-disabled') === 'true' || event.altKey || event.ctrlKey ||
      event.metaKey) return;
  const now = +bar.getAttribute('aria-valuenow');
  const steps = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 7, PageDown: -7};
  let at = {Home: +bar.getAttribute('aria-valuemin'), End: days}[event.key];
  if (event.key in steps) at = held(now + steps[event.key]);
  if (at === undefined) return;
  event.preventDefault();
  begun(now);
  bar.dataset.held = '';
  put(at);
  clearTimeout(bar.waiting);
  bar.waiting = setTimeout(() => { bar.onblur = null; done(); }, 400);
  bar.onblur = () => { bar.onblur = null; clearTimeout(bar.waiting); done(); };
}"""
)
"""The day that keys have moved it to, once they rest or leave it: arrows a day, pages a week."""
VALUE = "(event) => emit(event.target.value)"
GIVERS = """(event) => {
  const select = event.target.form.elements.partner;
  const order = JSON.parse(event.target.dataset.givers)[event.target.value];
  const options = new Map([...select.options].map((each) => [each.value, each]));
  select.append(...order.map((name) => options.get(name)));
  select.value = order[0];
}"""
"""Who may give what was chosen, likely givers first: at once, so that what is chosen next stays."""


def slider(days: int, first: dt.date, label: str, told: str) -> dict[str, Any]:
    """The attributes of what is moved over so many days; `told` says what a {day} on it is."""
    return {
        "role": "slider", "tabindex": "0", "aria_label": label, "aria_valuemin": 0,
        "aria_valuemax": days - 1, "data_first": first.isoformat(), "data_told": told,
    }  # fmt: skip


def sets(element: int, value: str) -> str:
    """Show a value in a field, also where somebody has typed another."""
    return (
        f"{{const f = getHtmlElement({element});"
        f"if (f && f.value !== {json.dumps(value)}) f.value = {json.dumps(value)};}}"
    )


def puts_back(element: int, left: float, now: int) -> str:
    """Show a delivery where it stands, whatever a hand has done with it."""
    return (
        f"{{const b = getHtmlElement({element});"
        f"if (b) {{b.style.left = '{left:.3f}%'; b.setAttribute('aria-valuenow', {now});}}}}"
    )


def copies(element: int) -> str:
    """Copy the text of an element."""
    return f"() => navigator.clipboard?.writeText(getHtmlElement({element}).textContent)"
