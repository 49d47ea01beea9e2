// All days of a future, which the slider moves through without asking the server again.
window.holdfastDays = async (source, way) => {
  const root = document.getElementById('future');
  const came = await fetch(source);
  if (!root || !came.ok) return;
  const told = await came.json();
  const one = (sign) => root.querySelector(sign), all = (sign) => [...root.querySelectorAll(sign)];
  const slider = one('input[type=range]'), count = told.dates.length;
  const sparks = all('.left').map((place) => ({
    place, corners: place.querySelector('.after').getAttribute('points').split(' '),
  }));
  const steps = all('.step'), regions = all('[data-region]'), strip = one('.strip');
  const iso = (day) => new Date(Date.parse(told.first) + day * 864e5).toISOString().slice(0, 10);
  let kept = 0;
  const show = (day) => {
    day = Math.max(0, Math.min(count - 1, day));
    slider.value = day;
    slider.setAttribute('aria-valuetext', told.dates[day]);
    slider.style.setProperty('--at', `${100 * day / Math.max(count - 1, 1)}%`);
    one('.marker').style.left = `${100 * (day + .5) / count}%`;
    one('.date').textContent = told.dates[day];
    one('.warm').hidden = day >= told.reported;
    told.steps.forEach((step, place) => {
      steps[place].lastElementChild.textContent = step.days[day] || '–';
    });
    for (const region of regions) {
      const place = Number(region.dataset.region);
      region.setAttribute('class', `s${told.dark[day][place]}`);
      region.lastElementChild.textContent = told.texts[day][place];
    }
    sparks.forEach(({place, corners}, item) => {
      place.querySelector('.before').setAttribute('points', corners.slice(0, day + 1).join(' '));
      const [x, y] = corners[day].split(',');
      const dot = place.querySelector('circle');
      dot.setAttribute('cx', x);
      dot.setAttribute('cy', y);
      place.firstElementChild.textContent = told.stocks[item].said[day];
    });
    one('.back').disabled = !told.raids.some(([raid]) => raid < day);
    one('.next').disabled = !told.raids.some(([raid]) => raid > day);
    clearTimeout(kept);
    kept = setTimeout(() => history.replaceState(history.state, '', `${way}&day=${iso(day)}`), 300);
    root.dataset.day = day;
  };
  const now = () => Number(slider.value);
  const step = (sign, found) => one(sign).addEventListener('click', () => {
    const to = found(told.raids.map(([raid]) => raid));
    if (to !== undefined) show(to);
  });
  step('.back', (raids) => raids.filter((raid) => raid < now()).pop());
  step('.next', (raids) => raids.find((raid) => raid > now()));
  slider.addEventListener('input', () => show(now()));
  strip.addEventListener('pointerdown', (event) => {
    const box = strip.getBoundingClientRect();
    show(Math.floor(count * (event.clientX - box.left) / box.width));
  });
  for (const link of all('a[data-day]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      show(Number(link.dataset.day));
      slider.focus();
      strip.scrollIntoView({block: 'center'});
    });
  }
  one('.days').addEventListener('toggle', (event) => {
    const body = event.target.querySelector('tbody');
    if (body.rows.length) return;
    const launched = new Map(told.raids);
    told.dates.forEach((date, day) => {
      const row = body.insertRow(), head = document.createElement('th');
      head.scope = 'row';
      head.textContent = date;
      row.append(head);
      for (const cell of [told.shown[day], launched.get(day) ?? '']) row.insertCell().textContent = cell;
    });
  });
  one('.copy').addEventListener('click', async (event) => {
    const button = event.currentTarget;
    const text = one('.command');
    getSelection().selectAllChildren(text);
    if (!navigator.clipboard) return; // without a secure channel the reader copies what is marked
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = button.dataset.done;
  });
  show(now());
  root.dataset.ready = 'true';
};
