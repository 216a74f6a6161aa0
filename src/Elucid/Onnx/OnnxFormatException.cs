namespace Elucid.Onnx;

/// <summary>An ONNX file cannot be used. The message names the file and the node, tensor or value, what was expected, what was found, and what to do.</summary>
public sealed class OnnxFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
