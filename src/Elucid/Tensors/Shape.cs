using System.Collections;
using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>The lengths of a tensor's axes, outermost first: <c>[batch, features]</c>. The empty shape is a scalar.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    readonly int[]? _lengths;
    readonly int _sizeLessOne;   // so that default(Shape), the scalar, has size 1

    /// <summary>A shape with these axis lengths.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative, or the product of all exceeds <see cref="int.MaxValue"/>.</exception>
    public Shape(params ReadOnlySpan<int> lengths)
    {
        long size = lengths.Contains(0) ? 0 : 1;     // an empty axis makes the product 0, however long the others are
        foreach (int length in lengths)
        {
            if (length < 0)
                throw new ArgumentOutOfRangeException(nameof(lengths),
                    $"Shape {Text(lengths)} has a negative length. Only Reshape takes -1, once, for a length to be computed.");
            size *= length;
            if (size > int.MaxValue)
                throw new ArgumentOutOfRangeException(
                    nameof(lengths), $"Shape {Text(lengths)} has more than {int.MaxValue:N0} elements. Split the tensor.");
        }
        _lengths = lengths.ToArray();
        _sizeLessOne = (int)size - 1;
    }

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative, or the product of all exceeds <see cref="int.MaxValue"/>.</exception>
    public Shape(params int[] lengths)
        : this(lengths.AsSpan())
    {
    }

    /// <summary>The number of elements: the product of all lengths; 1 for a scalar.</summary>
    public int Size => _sizeLessOne + 1;

    /// <summary>The number of axes.</summary>
    public int Rank => _lengths?.Length ?? 0;

    /// <summary>The length of an axis; negative numbers count from the end.</summary>
    public int this[int axis] => Lengths[ResolveAxis(axis)];

    /// <summary>The length of the last axis; 1 for a scalar.</summary>
    public int Last => Rank == 0 ? 1 : _lengths![^1];

    /// <summary>The axis lengths.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>Turns an axis counted from the end (−1 is the last) into one counted from the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int ResolveAxis(int axis)
    {
        int fromStart = axis < 0 ? axis + Rank : axis;
        if ((uint)fromStart >= (uint)Rank)
            throw new ArgumentOutOfRangeException(nameof(axis),
                $"Axis {axis} does not exist in shape {this}: {(Rank == 0 ? "a scalar has no axes" : $"use {-Rank} to {Rank - 1}")}.");
        return fromStart;
    }

    /// <summary>This shape with one axis set to another length.</summary>
    public Shape With(int axis, int length)
    {
        int[] lengths = Lengths.ToArray();
        lengths[ResolveAxis(axis)] = length;
        return new Shape(lengths);
    }

    /// <summary>This shape without one axis.</summary>
    public Shape Without(int axis)
    {
        axis = ResolveAxis(axis);
        return new Shape([.. Lengths[..axis], .. Lengths[(axis + 1)..]]);
    }

    /// <summary>The product of the lengths in a range of axes.</summary>
    internal int Product(Range axes)
    {
        int product = 1;
        foreach (int length in Lengths[axes])
            product *= length;
        return product;
    }

    /// <summary>Lets a shape be written as a list: <c>Shape s = [32, 784]</c>.</summary>
    public static Shape Create(ReadOnlySpan<int> lengths) => new(lengths);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Lengths.SequenceEqual(other.Lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (int length in Lengths)
            hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>Same lengths in the same order.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Different lengths or order.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Such as <c>[32, 784]</c>.</summary>
    public override string ToString() => Text(Lengths);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_lengths ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    static string Text(ReadOnlySpan<int> lengths) => "[" + string.Join(", ", lengths.ToArray()) + "]";
}
