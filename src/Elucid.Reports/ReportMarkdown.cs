using System.Text;
using System.Text.RegularExpressions;

namespace Elucid.Reports;

/// <summary>Turns a <see cref="ReportModel"/> into Markdown as GitHub reads it, for documents that are kept in a repository. The same model gives the
/// same text.</summary>
public static partial class ReportMarkdown
{
    /// <summary>The whole document.</summary>
    /// <param name="model">What it says.</param>
    /// <param name="picture">The address of a chart's picture; null for a document without pictures, which then has their descriptions.</param>
    public static string Render(ReportModel model, Func<Chart, string>? picture = null)
    {
        StringBuilder text = new();
        Paragraph(text, $"# {Inline(model.Title)}");
        Paragraph(text, Block(model.Conclusion));
        if (model.Answers.Count > 0)
        {
            Paragraph(text, "## What this means for you");
            Notes(text, model.Answers);
        }
        if (model.Notice.Length > 0)
            Paragraph(text, $"> {Inline(model.Notice)}");
        if (model.Facts.Count > 0)
            Paragraph(text, string.Join('\n', model.Facts.Select(fact =>
                $"- {Inline(fact.Label)}: {Inline(fact.Value)}{(fact.Detail.Length > 0 ? $" ({Inline(fact.Detail)})" : "")}")));
        foreach (ReportTable table in new[] { model.Results, model.Comparisons }.OfType<ReportTable>())
            Table(text, table, level: 2);
        foreach (ReportSection section in model.Sections)
            Section(text, section, picture);
        if (model.Command.Length > 0 || model.Settings.Count > 0)
        {
            Paragraph(text, "## How to get the same numbers again");
            Code(text, model.Command);
            foreach (ReportTable table in model.Settings)
                Table(text, table, level: 3);
        }
        if (model.Notes.Count > 0)
        {
            Paragraph(text, "## What the words mean");
            Notes(text, model.Notes);
        }
        if (model.Footer.Length > 0)
            Paragraph(text, Block(model.Footer));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    static void Section(StringBuilder text, ReportSection section, Func<Chart, string>? picture)
    {
        if (section.Place is { } place)
            Paragraph(text, $"<a id=\"{Entities(place)}\"></a>");
        Paragraph(text, $"{(section.IsPart ? "###" : "##")} {(section.Kind.Length > 0 ? $"{Inline(section.Kind)}: " : "")}{Inline(section.Heading)}");
        if (section.Verdict is { } verdict)
            Paragraph(text, $"**{Inline(verdict.Text)}**{(verdict.Detail.Length > 0 ? $" {Inline(verdict.Detail)}" : "")}");
        if (section.Explanation.Length > 0)
            Paragraph(text, Block(section.Explanation));
        foreach (Chart chart in section.Charts)
            Paragraph(text, picture is null ? Block(chart.Description) : $"![{Inline(chart.Description)}](<{Entities(picture(chart))}>)");
        foreach (ReportTable table in section.Tables)
            Table(text, table, level: 4);
        Notes(text, section.Notes);
        foreach (ReportDetail detail in section.Details)
        {
            Paragraph(text, $"<details><summary>{Entities(detail.Summary)}</summary>");
            Code(text, detail.Command);
            foreach (ReportTable table in detail.Tables)
                Table(text, table, level: 4);
            Paragraph(text, "</details>");
        }
    }

    static void Table(StringBuilder text, ReportTable table, int level)
    {
        if (table.Caption.Length > 0)
            Paragraph(text, $"{new string('#', level)} {Inline(table.Caption)}");
        if (table.Explanation.Length > 0)
            Paragraph(text, Block(table.Explanation));
        Line(text, table.Columns.Select(column => Inline(column.Header)));
        Line(text, table.Columns.Select(column => column.Alignment == ColumnAlignment.End ? "---:" : "---"));
        foreach (ReportRow row in table.Rows.Concat(table.Footer))
            Line(text, row.Cells.Select(Cell));
        text.Append('\n');
    }

    static string Cell(ReportCell cell)
    {
        string shown = cell.Place is { } place ? $"[{Inline(cell.Text)}](<#{Entities(place)}>)" : Inline(cell.Text);
        shown = cell.Tone == CellTone.Best ? $"**{shown}**" : shown;
        return cell.Detail.Length > 0 ? $"{shown}<br>{Inline(cell.Detail)}" : shown;
    }

    static void Notes(StringBuilder text, IReadOnlyList<ReportNote> notes)
    {
        if (notes.Count > 0)
            Paragraph(text, string.Join('\n', notes.Select(note => $"- **{Inline(note.Term)}**: {Inline(note.Text)}")));
    }

    // The fence is longer than any row of back quotes inside.
    static void Code(StringBuilder text, string command)
    {
        if (command.Length == 0)
            return;
        string fence = new('`', Math.Max(3, 1 + BackQuotes().Matches(command).Select(match => match.Length).DefaultIfEmpty(0).Max()));
        Paragraph(text, $"{fence}sh\n{OneLine(command)}\n{fence}");
    }

    static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    static void Paragraph(StringBuilder text, string paragraph) => text.Append(paragraph).Append("\n\n");

    // At the start of a line more signs mean something than within.
    static string Block(string text) => Marker().Replace(Inline(text), "$1\\$2", 1);

    // Whatever a name holds, it stays text: signs of Markdown are escaped, those of HTML are entities, breaks are blanks.
    static string Inline(string text) => Signs().Replace(Entities(text), @"\$0");

    static string Entities(string text) =>
        OneLine(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    static string OneLine(string text) => Controls().Replace(text, " ");

    [GeneratedRegex(@"[\\`*_\[\]|~$]")]
    private static partial Regex Signs();

    [GeneratedRegex(@"^(\s*\d*)([-+#=.)])(?=\s|[-+#=]|$)")]
    private static partial Regex Marker();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}]+")]
    private static partial Regex Controls();

    [GeneratedRegex("`+")]
    private static partial Regex BackQuotes();
}
