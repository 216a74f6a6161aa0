namespace Elucid;

/// <summary>A data file or table cannot be used. The message names the file, what was expected, what was found, and what to do.</summary>
public sealed class DataFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
