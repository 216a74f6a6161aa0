namespace Elucid;

/// <summary>What kinds of columns know of the table while they decide.</summary>
/// <param name="Path">The file.</param>
/// <param name="Dialect">What separates its fields.</param>
/// <param name="Options">What the user asked for.</param>
/// <param name="Notes">What the user should know.</param>
internal sealed record TableContext(string Path, CsvDialect Dialect, CsvOptions Options, TableNotes Notes);
