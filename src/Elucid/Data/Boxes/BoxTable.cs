namespace Elucid;

/// <summary>A CSV file with a line for each box.</summary>
internal static class BoxTable
{
    /// <summary>The class of all objects where the table has no column of labels.</summary>
    public const string OnlyClass = "object";

    static readonly string[] ImageNames = ["image", "file", "filename", "file_name", "image_name", "image_id", "imageid", "path"],
        LabelNames = ["label", "class", "class_name", "classname", "category", "labelname", "name"];

    static readonly BoxForm[] Forms =
    [
        new(["xmin", "ymin", "xmax", "ymax"], AreCorners: true), new(["left", "top", "right", "bottom"], AreCorners: true),
        new(["x1", "y1", "x2", "y2"], AreCorners: true), new(["x_min", "y_min", "x_max", "y_max"], AreCorners: true),
        new(["x", "y", "width", "height"], AreCorners: false), new(["x", "y", "w", "h"], AreCorners: false),
        new(["left", "top", "width", "height"], AreCorners: false), new(["xmin", "ymin", "width", "height"], AreCorners: false),
    ];

    public static BoxFile Read(string path)
    {
        string[] header = CsvColumns.HeaderOf(path);
        string? Find(string name) => header.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
        string image = ImageNames.Select(Find).FirstOrDefault(found => found is not null) ?? throw Lacks("a column 'image'", path, header);
        BoxForm form = Forms.FirstOrDefault(form => form.Columns.All(name => Find(name) is not null))
            ?? throw Lacks("columns 'xmin', 'ymin', 'xmax', 'ymax' or 'x', 'y', 'width', 'height'", path, header);
        string[] edges = [.. form.Columns.Select(name => Find(name)!)];
        string? label = LabelNames.Select(Find).FirstOrDefault(found => found is not null);
        CsvColumns table = CsvColumns.Read(path, [image, .. edges, .. label is null ? Array.Empty<string>() : [label]]);
        if (table.Count > BoxFile.MostBoxes)
            throw new DataFormatException($"'{path}': expected at most {BoxFile.MostBoxes:N0} boxes, but got {table.Count:N0}. Divide the file.");
        string note = $"{Path.GetFileName(path)}: images from column {image}, boxes from {string.Join(", ", edges)} in pixels, "
            + (label is null ? $"all of one class, as no column is called {string.Join(", ", LabelNames[..3])}." : $"classes from {label}.");
        return new BoxFile(path, [.. ImagesOf(path, table, image, edges, label, form.AreCorners)], NamesAll: false, [note]);
    }

    static IEnumerable<BoxedFile> ImagesOf(string path, CsvColumns table, string image, string[] edges, string? label, bool areCorners)
    {
        double[][] numbers = [.. edges.Select(edge => table.Numbers(edge, mayBeEmpty: true))];
        Dictionary<string, (int Line, List<FileBox> Boxes)> images = [];
        for (int row = 0; row < table.Count; row++)
        {
            string name = table[image][row], where = $"'{path}', line {table.Lines[row]}";
            if (name.Length == 0)
                throw new DataFormatException($"{where}: expected the name of an image in column '{image}', but it is empty. Fill it in.");
            if (!images.TryGetValue(name, out (int, List<FileBox> Boxes) own))
                images.Add(name, own = (table.Lines[row], []));
            int empty = edges.Count(edge => table[edge][row].Length == 0);
            if (empty == edges.Length)
                continue;               // an image without objects
            if (empty > 0)
                throw new DataFormatException(
                    $"{where}: expected four numbers of a box, or none for an image without objects, but {empty} of them "
                        + $"{(empty == 1 ? "is" : "are")} empty. Fill them in.");
            string kind = label is null ? OnlyClass : table[label][row];
            if (kind.Length == 0)
                throw new DataFormatException($"{where}: expected a class in column '{label}', but it is empty. Fill it in.");
            (double x, double y, double right, double bottom) = (numbers[0][row], numbers[1][row], numbers[2][row], numbers[3][row]);
            own.Boxes.Add(areCorners ? new(x, y, right, bottom, kind, where) : new(x, y, x + right, y + bottom, kind, where));
        }
        return images.Select(own => new BoxedFile(own.Key, $"'{path}', line {own.Value.Line}", Size: null, own.Value.Boxes));
    }

    static DataFormatException Lacks(string what, string path, string[] header) => new(
        $"'{path}': expected {what}, but the columns are {Excerpt.Of(header)}. The first line names the columns, such as image, xmin, ymin, "
            + "xmax, ymax, label.");

    /// <summary>Columns that make a box.</summary>
    /// <param name="Columns">Their names in any case: left, top, and the other edges or the size.</param>
    /// <param name="AreCorners">Whether the last two are edges.</param>
    sealed record BoxForm(string[] Columns, bool AreCorners);
}
