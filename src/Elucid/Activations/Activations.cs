namespace Elucid;

/// <summary>
/// The functions of the catalog under names of C#: <c>new Sequential(new Linear(784, 128, random), Activations.Elu(), new Linear(128, 10,
/// random))</c>. Each is in the file of its function.
/// </summary>
public static partial class Activations;
