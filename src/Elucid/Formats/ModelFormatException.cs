namespace Elucid;

/// <summary>A model file, safetensors or ONNX, cannot be used. The message names the file, what was expected, what was found, and what to
/// do.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Says that a file is not the one that was meant.</summary>
    /// <param name="message">The file, what was expected, what was found, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ModelFormatException(string message, Exception? innerException = null) : this(FileProblem.Mismatch, message, innerException) { }

    internal ModelFormatException(FileProblem problem, string message, Exception? innerException = null) : base(message, innerException) =>
        Problem = problem;

    /// <summary>What is the matter with the file.</summary>
    public FileProblem Problem { get; }

    /// <summary>The file contradicts itself or its format.</summary>
    internal static ModelFormatException Damaged(string file, string format, string expected, string got, Exception? cause = null) =>
        new(FileProblem.Damaged,
            $"'{file}': expected {expected}, but {got}. The file is damaged or was not written as {format}; copy or export it again.", cause);

    /// <summary>The file is sound, but Elucid has no form for a part of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="part">What it is and has: <c>node 'up' (Resize) has the 'mode' cubic</c>.</param>
    /// <param name="supported">What it may have instead: <c>nearest and linear</c>.</param>
    internal static ModelFormatException NotSupported(string file, string part, string supported) =>
        new(FileProblem.NotSupported, $"'{file}': {part}, which Elucid does not support. Supported: {supported}.");

    /// <summary>The file is of another format.</summary>
    internal static ModelFormatException WrongKind(string file, string expected, FileKind? kind) =>
        new(kind == FileKind.Empty ? FileProblem.Damaged
            : FileProblem.WrongKind,
                $"'{file}': expected {expected}, but it is "
                    + $"{(kind is null ? "a file of another kind. Check the path." : $"{kind.Name}. {kind.Advice}")}");

    /// <summary>There is no such file, or it is a directory.</summary>
    internal static ModelFormatException NotThere(string file, string expected, Exception cause) =>
        new(FileProblem.Mismatch,
            $"'{file}': expected {expected}, but {(Directory.Exists(file) ? "it is a directory" : "there is no such file")}. Check the path.", cause);
}
