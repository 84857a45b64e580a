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

  // a log scale has no place for 0, and NaN stands for "none"
  function values(text, log) {
    return floats(text).map(function (v) { return isFinite(v) && (!log || v > 0) ? v : null; });
  }

  function shown(u, v) { return v == null ? '–' : v.toPrecision(6).replace(/\.?0+(e|$)/, '$1'); }

  function line(series, i, log) {
    var options = { label: series.label, value: shown, width: 1.25, spanGaps: log };
    options.stroke = colour(series.kind === 'weight' ? weights[i % weights.length] : '--' + series.kind);
    if (series.kind === 'python') { options.width = 3.5; }
    if (series.kind === 'allowed') { options.dash = [6, 4]; options.points = { show: false }; }
    if (series.kind === 'weight') { options.points = { show: true, size: 6, fill: options.stroke }; }
    return options;
  }

  function axis(more) {
    var grid = { stroke: colour('--line'), width: 1 };
    return Object.assign({ stroke: colour('--fg'), grid: grid, ticks: grid }, more);
  }

  function powers(u, splits) {
    return splits.map(function (v) {
      var power = v == null ? NaN : Math.log10(v);
      return Math.abs(power - Math.round(power)) < 1e-6 ? '1e' + Math.round(power) : '';
    });
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
      scales: { x: { time: false, distr: drift ? 3 : 1 }, y: { distr: chart.log ? 3 : 1 } },
      axes: [
        axis(drift ? { values: powers } : { label: 'update', labelSize: 20 }),
        axis(chart.log ? { values: powers, size: 60 } : { size: 60 })
      ],
      series: [{ label: 'update', value: function (u, v) { return v == null ? '–' : String(v); } }].concat(
        chart.series.map(function (series, i) { return line(series, i, chart.log); })),
      cursor: drift ? {} : { sync: { key: 'updates' } },
      hooks: { setScale: [together], draw: chart.mark ? [mark(chart.mark)] : [] }
    }, [floats(chart.x)].concat(chart.series.map(function (s) { return values(s.values, chart.log); })), place);
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
