namespace Elucid;

/// <summary>Why a file cannot be used.</summary>
public enum FileProblem
{
    /// <summary>It is sound, but not the one that was meant: there is no such file, or it does not hold what was asked for.</summary>
    Mismatch,

    /// <summary>It contradicts itself or its format: it is cut short or changed, or was written by a program with a fault.</summary>
    Damaged,

    /// <summary>It is sound and of the right format, but uses a part of it that Elucid does not support.</summary>
    NotSupported,

    /// <summary>It is a file of another format.</summary>
    WrongKind,
}
