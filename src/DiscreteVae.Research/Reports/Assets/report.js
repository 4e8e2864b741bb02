'use strict';
// Okabe and Ito's colours in the order of the pictures; black follows the theme.
(() => {
  const colours = ['#0072b2', '#d55e00', '#009e73', '#e69f00', '#cc79a7', '#56b4e9', 'ink', '#b5a800'];
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = i => colours[i % 8] === 'ink' ? css('--ink') : colours[i % 8];
  const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
  const $ = id => document.getElementById(id);
  const number = value => value === null || value === undefined ? 'none' : String(value).replace('-', '\u2212');
  let data, chart, shown = [], cursor = null;
  // What the reader chose, so that it outlives an update.
  const hidden = new Set();
  const state = { text: '', selects: {}, sorts: {}, metric: null, from: '1', each: false };

  function sortBy(table, column, ascending) {
    const body = table.tBodies[0];
    const key = row => {
      const cell = row.cells[column], value = cell.dataset.value;
      return value === undefined ? cell.textContent.trim() : value === '' ? null : Number(value);
    };
    const order = (a, b) => {
      // What has no value stays last either way.
      if (a === null || a === '') return b === null || b === '' ? 0 : 1;
      if (b === null || b === '') return -1;
      const less = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
      return ascending ? less : -less;
    };
    const rows = Array.from(body.rows, row => [key(row), row]);
    rows.sort((a, b) => order(a[0], b[0]));
    for (const [, row] of rows) body.append(row);
    Array.from(table.tHead.rows[0].cells).forEach((cell, i) => {
      cell.setAttribute('aria-sort', i !== column ? 'none' : ascending ? 'ascending' : 'descending');
    });
    state.sorts[table.id] = [column, ascending];
  }

  function prepareTable(table) {
    Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
      cell.querySelector('button').addEventListener('click', () => sortBy(table, column, cell.getAttribute('aria-sort') !== 'ascending'));
    });
    if (state.sorts[table.id]) sortBy(table, ...state.sorts[table.id]);
  }

  function filter() {
    const words = state.text.toLowerCase().split(/\s+/).filter(word => word);
    const rows = Array.from($('trials').tBodies[0].rows);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = words.every(word => text.includes(word)) && Object.entries(state.selects).every(
        ([column, choice]) => choice === '' || row.cells[column].textContent.trim() === choice.slice(1).trim());
      row.hidden = !fits;
      if (fits) count++;
    }
    $('shown').textContent = count === rows.length ? `${count} trial${count === 1 ? '' : 's'}` : `${count} of ${rows.length} trials`;
    if (state.each) draw();
  }

  function prepareFilters() {
    const form = $('shown').closest('form'), search = $('filter-text'), selects = Array.from(form.querySelectorAll('select'));
    search.value = state.text;
    for (const select of selects) {
      const choice = state.selects[select.dataset.column];
      if (choice !== undefined && Array.from(select.options).some(option => option.value === choice)) select.value = choice;
    }
    const read = () => {
      state.text = search.value;
      state.selects = Object.fromEntries(selects.map(select => [select.dataset.column, select.value]));
      filter();
    };
    form.addEventListener('input', read);
    form.addEventListener('reset', () => setTimeout(read));
    form.addEventListener('submit', event => event.preventDefault());
    read();
  }

  // The lines to draw: label, values by epoch, and for means the two ends of the interval.
  function lines(metric) {
    const series = data.series[metric];
    if (!state.each) {
      return data.settings.map((label, i) => ({ i, label, points: series.settings[i] })).filter(line => line.points)
        .map(({ i, label, points }) => ({
          key: 's' + i, index: i, label: label + (points[4] > 1 ? `, ${points[4]} seeds` : ', one seed'),
          epochs: data.epochs[points[0]], values: points[1], low: points[2], high: points[3],
        }));
    }
    const visible = new Set(Array.from($('trials').tBodies[0].rows).filter(row => !row.hidden).map(row => row.dataset.trial));
    return data.trials.map((trial, i) => ({ trial, i, points: series.trials[i] })).filter(line => line.points && visible.has(String(line.i)))
      .map(({ trial, i, points }) => ({
        key: 't' + i, index: trial.setting, label: `${trial.id}: ${data.settings[trial.setting]}, seed ${trial.seed}, ${trial.status}`,
        epochs: data.epochs[points[0]], values: points[1],
      }));
  }

  function legend(all) {
    const field = $('legend'), most = 40;
    field.replaceChildren(field.querySelector('legend'));
    for (const line of all.slice(0, most)) {
      const label = document.createElement('label'), box = document.createElement('input'), swatch = document.createElement('span');
      box.type = 'checkbox';
      box.checked = !hidden.has(line.key);
      box.addEventListener('change', () => { if (box.checked) hidden.delete(line.key); else hidden.add(line.key); draw(false); });
      swatch.className = 'swatch';
      swatch.style.borderColor = colour(line.index);
      swatch.style.borderTopStyle = ['solid', 'dashed', 'dotted', 'dashed'][Math.floor(line.index / 8) % 4];
      label.append(box, swatch, line.label);
      field.append(label);
    }
    if (all.length > most) field.append(`and ${all.length - most} more`);
  }

  function draw(withLegend = true) {
    const place = $('chart'), metric = state.metric;
    if (chart) { chart.destroy(); chart = null; }
    if (!metric) { place.textContent = 'Nothing has been measured yet.'; return; }
    place.textContent = '';
    const all = lines(metric), from = Number(state.from) || 0;
    if (withLegend) legend(all);
    shown = all.filter(line => !hidden.has(line.key));
    const epochs = Array.from(new Set(shown.flatMap(line => line.epochs))).filter(epoch => epoch >= from).sort((a, b) => a - b);
    const at = new Map(epochs.map((epoch, i) => [epoch, i]));
    const spread = (line, values) => {
      const result = new Array(epochs.length).fill(null);
      line.epochs.forEach((epoch, i) => { if (at.has(epoch)) result[at.get(epoch)] = values[i]; });
      return result;
    };
    const columns = [epochs], series = [{}], bands = [];
    for (const line of shown) {
      const stroke = colour(line.index), dash = dashes[Math.floor(line.index / 8) % 4];
      series.push({ label: line.label, stroke, dash, width: 2, spanGaps: true, points: { show: epochs.length < 26 } });
      columns.push(spread(line, line.values));
      if (!line.high || line.high.every(value => value === null)) continue;
      // Two lines without a stroke are the ends of the band between them.
      bands.push({ series: [series.length, series.length + 1], fill: stroke + '33' });
      series.push({ stroke: 'transparent', points: { show: false } }, { stroke: 'transparent', points: { show: false } });
      columns.push(spread(line, line.high), spread(line, line.low));
    }
    const axis = { stroke: css('--ink'), grid: { stroke: css('--line'), width: 1 }, ticks: { stroke: css('--line'), width: 1 } };
    const label = data.metrics.find(item => item.key === metric).label;
    chart = new uPlot({
      width: place.clientWidth, height: 380, legend: { show: false }, series, bands,
      scales: { x: { time: false } },
      axes: [
        { ...axis, label: 'epoch', incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
        { ...axis, label, size: 76, values: (_, ticks) => ticks.map(number) },
      ],
      hooks: { setCursor: [u => read(u.cursor.idx)] },
    }, columns, place);
    cursor = null;
    $('reading').textContent = '';
  }

  function read(index) {
    const reading = $('reading');
    if (index === null || index === undefined || !chart || index >= chart.data[0].length) { reading.textContent = ''; return; }
    const epoch = chart.data[0][index];
    const values = shown.map(line => {
      const i = line.epochs.indexOf(epoch);
      if (i < 0 || line.values[i] === null) return null;
      const interval = line.low && line.low[i] !== null ? ` (${number(line.low[i])} to ${number(line.high[i])})` : '';
      return `${line.label}: ${number(line.values[i])}${interval}`;
    }).filter(text => text);
    reading.textContent = `Epoch ${epoch}. ${values.slice(0, 6).join('; ')}${values.length > 6 ? '; ...' : ''}`;
  }

  function prepareChart() {
    const metric = $('chart-metric'), from = $('chart-from'), each = $('chart-each'), place = $('chart');
    for (const item of data.metrics) metric.add(new Option(item.label, item.key));
    if (!data.metrics.some(item => item.key === state.metric)) state.metric = data.metrics.length ? data.metrics[0].key : null;
    metric.value = state.metric;
    from.value = state.from;
    each.checked = state.each;
    metric.closest('form').addEventListener('input', () => {
      state.metric = metric.value; state.from = from.value; state.each = each.checked;
      draw();
    });
    metric.closest('form').addEventListener('submit', event => event.preventDefault());
    place.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || !chart || !chart.data[0].length) return;
      event.preventDefault();
      cursor = Math.min(Math.max((cursor === null ? (step > 0 ? -1 : chart.data[0].length) : cursor) + step, 0), chart.data[0].length - 1);
      chart.setCursor({ left: chart.valToPos(chart.data[0][cursor], 'x'), top: 10 });
      read(cursor);
    });
    draw();
  }

  function prepare() {
    data = JSON.parse($('data').textContent);
    document.querySelectorAll('table.sortable').forEach(prepareTable);
    prepareFilters();
    prepareChart();
  }

  // The whole page again, but for what the reader has chosen, opened and focused.
  async function refresh() {
    const response = await fetch('/', { cache: 'no-store' });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const open = Array.from(document.querySelectorAll('details[open]'), details => details.closest('section')?.id);
    const focus = document.activeElement?.id, scroll = [scrollX, scrollY];
    const scrolled = Array.from(document.querySelectorAll('.scroll'), part => [part.getAttribute('aria-label'), part.scrollTop, part.scrollLeft]);
    if (chart) { chart.destroy(); chart = null; }
    document.querySelector('main').replaceWith(document.adoptNode(fresh.querySelector('main')));
    prepare();
    for (const id of open) document.querySelector(`#${id} details`)?.setAttribute('open', '');
    for (const [label, top, left] of scrolled) {
      const part = Array.from(document.querySelectorAll('.scroll')).find(item => item.getAttribute('aria-label') === label);
      if (part) { part.scrollTop = top; part.scrollLeft = left; }
    }
    if (focus) $(focus)?.focus({ preventScroll: true });
    scrollTo(...scroll);
  }

  function watch() {
    const tell = text => { $('live').textContent = text; };
    let version = null, busy = Promise.resolve();
    const events = new EventSource('/events');
    events.addEventListener('report', event => {
      const { version: newest, finished, error } = JSON.parse(event.data);
      busy = busy.then(async () => {
        if (version !== null && newest !== version) await refresh();
        version = newest;
        tell(error ? `The results cannot be read: ${error}` : finished ? 'Every trial has ended.' : 'Following the sweep as it runs.');
        document.body.dataset.live = finished ? 'finished' : 'following';
      }).catch(() => tell('The page could not be updated.'));
    });
    events.onerror = () => tell('No connection to dvae watch; trying again.');
  }

  prepare();
  let width = innerWidth;
  addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; draw(false); } });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw());
  if ('live' in document.body.dataset) watch();
})();
