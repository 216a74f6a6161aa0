// Kept free of the two characters that XML would have escaped. The page reads without it: it sorts tables, and shows and hides curves and their values.
(function () {
  var root = document.documentElement;
  var toggle = document.getElementById('theme');
  toggle.hidden = false;
  toggle.addEventListener('click', function () {
    var now = root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    root.dataset.theme = now === 'dark' ? 'light' : 'dark';
  });

  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.key === undefined ? cell.textContent.trim() : Number(cell.dataset.key);
  }

  // Numbers before texts: a run without a value comes last, in either direction.
  function compare(a, b, direction) {
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return direction * (typeof a === 'number' ? a - b : a.localeCompare(b));
  }

  document.querySelectorAll('table[data-sortable]').forEach(function (table) {
    var heads = Array.from(table.querySelectorAll('thead th'));
    var body = table.tBodies[0];
    heads.forEach(function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.textContent = '';
      head.appendChild(button);
      button.addEventListener('click', function () {
        var direction = head.getAttribute('aria-sort') === 'descending' ? 1 : -1;
        heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
        Array.from(body.rows)
          .sort(function (a, b) { return compare(key(a, column), key(b, column), direction); })
          .forEach(function (row) { body.appendChild(row); });
      });
    });
  });

  // A row that is filtered out takes the section with it that it leads to.
  function show(row, isShown) {
    row.hidden = !isShown;
    row.querySelectorAll('a[href^="#"]').forEach(function (link) {
      var place = document.getElementById(link.getAttribute('href').slice(1));
      if (place) place.hidden = !isShown;
    });
  }

  document.querySelectorAll('table[data-filters]').forEach(function (table) {
    var rows = Array.from(table.tBodies[0].rows), tags = rows.map(function (row) { return (row.dataset.tags || '').split('|'); });
    var bar = document.createElement('div'), choices = table.dataset.filters.split('|').map(function (name, i) {
      var label = document.createElement('label'), choice = document.createElement('select');
      choice.append(new Option('all', ''));
      new Set(tags.map(function (tag) { return tag[i]; })).forEach(function (value) { choice.append(new Option(value, value)); });
      label.append(name, choice);
      bar.append(label);
      return choice;
    });
    bar.className = 'filters';
    bar.addEventListener('change', function () {
      rows.forEach(function (row, r) {
        show(row, choices.every(function (choice, i) { return choice.value === '' || choice.value === tags[r][i]; }));
      });
    });
    table.closest('.scroll').before(bar);
  });

  var tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.appendChild(tip);

  // The curves of a drawing: where each of their values stands, and what it is.
  function curvesOf(svg) {
    return Array.from(svg.querySelectorAll('.readings')).map(function (group) {
      var parts = group.dataset.values.split('|'), values = [];
      for (var i = 0; parts.length - i >= 4; i += 4)
        values.push({ x: Number(parts[i]), y: Number(parts[i + 1]), at: parts[i + 2], value: parts[i + 3] });
      return { id: group.dataset.of, name: group.dataset.name, color: 'var(--' + group.dataset.color + ')', values: values };
    });
  }

  function light(figure, id) {
    figure.classList.toggle('lit', id !== null);
    figure.querySelectorAll('[data-series]').forEach(function (part) { part.classList.toggle('on', part.dataset.series === id); });
  }

  function hidden(figure, id) { return figure.querySelector('[data-series="' + id + '"]').classList.contains('off'); }

  function addKeys(figure, curves) {
    var keys = document.createElement('div');
    keys.className = 'keys';
    curves.slice().sort(function (a, b) { return a.id - b.id; }).forEach(function (curve) {
      var button = document.createElement('button'), swatch = document.createElement('i');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      button.title = 'Show or hide ' + curve.name;
      swatch.style.background = curve.color;
      button.append(swatch, curve.name);
      button.addEventListener('click', function () {
        var off = button.getAttribute('aria-pressed') === 'true';
        button.setAttribute('aria-pressed', String(!off));
        figure.querySelectorAll('[data-series="' + curve.id + '"]').forEach(function (part) { part.classList.toggle('off', off); });
        light(figure, off ? null : curve.id);
      });
      ['pointerenter', 'focus'].forEach(function (name) {
        button.addEventListener(name, function () { if (!hidden(figure, curve.id)) light(figure, curve.id); });
      });
      ['pointerleave', 'blur'].forEach(function (name) { button.addEventListener(name, function () { light(figure, null); }); });
      keys.appendChild(button);
    });
    figure.querySelector('figcaption').after(keys);
  }

  function showTip(figure, curves, at, event) {
    var near = null, rows = [];
    curves.forEach(function (curve) {
      if (hidden(figure, curve.id)) return;
      var best = null;
      curve.values.forEach(function (v) { if (best === null || Math.abs(best.x - at.x) - Math.abs(v.x - at.x) > 0) best = v; });
      if (best !== null) rows.push({ curve: curve, value: best, distance: Math.abs(best.y - at.y) });
    });
    if (rows.length === 0) return;
    rows.sort(function (a, b) { return a.value.y - b.value.y; });
    near = rows.reduce(function (a, b) { return a.distance - b.distance > 0 ? b : a; });
    light(figure, near.curve.id);
    tip.textContent = '';
    var head = document.createElement('b');
    head.textContent = (figure.dataset.x || '') + ' ' + near.value.at;
    tip.appendChild(head);
    rows.forEach(function (row) {
      var line = document.createElement('div'), swatch = document.createElement('i');
      swatch.style.background = row.curve.color;
      if (row === near) line.className = 'near';
      line.append(swatch, row.curve.name + ' ' + row.value.value);
      tip.appendChild(line);
    });
    tip.hidden = false;
    var left = event.clientX + 16, width = tip.offsetWidth, height = tip.offsetHeight;
    if (left + width - window.innerWidth > -8) left = Math.max(8, event.clientX - width - 16);
    tip.style.left = left + 'px';
    tip.style.top = Math.max(8, Math.min(event.clientY - height / 2, window.innerHeight - height - 8)) + 'px';
  }

  document.querySelectorAll('figure').forEach(function (figure) {
    figure.querySelectorAll('.drawing').forEach(function (drawing, i) {
      var svg = drawing.querySelector('svg'), curves = curvesOf(svg);
      if (curves.length === 0) return;
      if (i === 0) { if (curves.length > 1) addKeys(figure, curves); }
      svg.addEventListener('pointermove', function (event) {
        var box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
        showTip(figure, curves, { x: (event.clientX - box.left) * view.width / box.width, y: (event.clientY - box.top) * view.height / box.height }, event);
      });
      svg.addEventListener('pointerleave', function () { tip.hidden = true; light(figure, null); });
    });
  });
})();
