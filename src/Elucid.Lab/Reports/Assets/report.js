// Kept free of the two characters that XML would have escaped.
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
})();
