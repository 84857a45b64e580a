// Draws the series in #data with uPlot, in the colours that the style sheet has at the moment.
(function () {
  'use strict';
  var charts = JSON.parse(document.getElementById('data').textContent);
  var root = document.documentElement;
  var weights = ['--java', '--python', '--difference', '--allowed', '--bad', '--soft', '--within', '--beyond'];
  var drawn = [];

  function colour(name) { return getComputedStyle(root).getPropertyValue(name).trim(); }

  function floats(text) {
    var bytes = Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); });
    return Array.from(new Float32Array(bytes.buffer));
  }

  // NaN stands for "none". Logarithms are taken here: uPlot's own log scale ends at 1e-16. They have no place for 0.
  function values(text, log) {
    return floats(text).map(function (v) { return !isFinite(v) || log && v <= 0 ? null : log ? Math.log10(v) : v; });
  }

  function shown(log) {
    return function (u, v) { return v == null ? '–' : log ? Math.pow(10, v).toExponential(2) : v.toPrecision(7); };
  }

  function line(series, i, log) {
    var options = { label: series.label, value: shown(log), width: 1.25, spanGaps: series.kind === 'weight' };
    options.stroke = colour(series.kind === 'weight' ? weights[i % weights.length] : '--' + series.kind);
    if (series.kind === 'python') { options.width = 3.5; }
    if (series.kind === 'difference') { // a dot each: equal losses leave gaps, and a line would hide them
      options.paths = function () { return null; };
      options.points = { show: true, size: 3, width: 0, fill: options.stroke };
    }
    if (series.kind === 'allowed') { options.dash = [6, 4]; options.points = { show: false }; }
    if (series.kind === 'weight') { options.points = { show: true, size: 6, fill: options.stroke }; }
    return options;
  }

  function axis(more) {
    var grid = { stroke: colour('--line'), width: 1 };
    return Object.assign({ stroke: colour('--fg'), grid: grid, ticks: grid }, more);
  }

  // a line and a label per power of ten, or per few of them
  function powers(size) {
    return {
      size: size,
      splits: function (u, axis, min, max) {
        var found = [], every = Math.max(1, Math.ceil((max - min) / 8));
        for (var power = Math.ceil(min); power <= max; power += every) { found.push(power); }
        return found;
      },
      values: function (u, splits) {
        return splits.map(function (v) { return '1e' + v; });
      }
    };
  }

  function decades(u, min, max) {
    return min == null ? [0, 1] : [Math.floor(min), Math.max(Math.ceil(max), Math.floor(min) + 1)];
  }

  function update(log) {
    return function (u, v) { return v == null ? '–' : String(Math.round(log ? Math.pow(10, v) : v)); };
  }

  function mark(at) {
    return function (u) {
      var x = u.valToPos(at.x, 'x', true);
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) { return; }
      var c = u.ctx, right = x > u.bbox.left + u.bbox.width / 2;
      c.save();
      c.strokeStyle = c.fillStyle = colour('--bad');
      c.lineWidth = devicePixelRatio;
      c.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
      c.beginPath(); c.moveTo(x, u.bbox.top); c.lineTo(x, u.bbox.top + u.bbox.height); c.stroke();
      c.font = 12 * devicePixelRatio + 'px sans-serif';
      c.textAlign = right ? 'right' : 'left';
      c.fillText(at.label, x + (right ? -6 : 6) * devicePixelRatio, u.bbox.top + 14 * devicePixelRatio);
      c.restore();
    };
  }

  // charts over updates are zoomed together
  function together(u, key) {
    if (key !== 'x' || u.alone) { return; }
    drawn.forEach(function (other) {
      var to = u.scales.x, now = other.scales.x;
      if (other !== u && !other.alone && (now.min !== to.min || now.max !== to.max)) {
        other.setScale('x', { min: to.min, max: to.max });
      }
    });
  }

  function draw(chart) {
    var place = document.querySelector('#' + chart.id + ' > div');
    var drift = chart.id === 'drift';
    place.textContent = '';
    var u = new uPlot({
      width: root.classList.contains('paper') ? 660 : place.clientWidth,
      height: 300,
      scales: { x: { time: false }, y: chart.log ? { range: decades } : {} },
      axes: [
        axis(Object.assign({ label: 'update', labelSize: 20 }, drift ? powers(40) : {})),
        axis(chart.log ? powers(60) : { size: 60 })
      ],
      series: [{ label: 'update', value: update(drift) }].concat(
        chart.series.map(function (series, i) { return line(series, i, chart.log); })),
      cursor: drift ? {} : { sync: { key: 'updates' } },
      hooks: { setScale: [together], draw: chart.mark ? [mark(chart.mark)] : [] }
    }, [values(chart.x, drift)].concat(chart.series.map(function (s) { return values(s.values, chart.log); })), place);
    u.alone = drift;
    return u;
  }

  function all() {
    drawn.forEach(function (u) { u.destroy(); });
    drawn = [];
    charts.forEach(function (chart) { drawn.push(draw(chart)); });
  }

  all();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
  addEventListener('beforeprint', function () { root.classList.add('paper'); all(); });
  addEventListener('afterprint', function () { root.classList.remove('paper'); all(); });
  addEventListener('resize', function () {
    drawn.forEach(function (u, i) {
      u.setSize({ width: document.querySelector('#' + charts[i].id + ' > div').clientWidth, height: 300 });
    });
  });
})();
