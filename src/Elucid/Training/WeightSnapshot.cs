namespace Elucid;

/// <summary>A copy of a network's state, parameters and buffers, that can be put back.</summary>
internal sealed class WeightSnapshot(Module model)
{
    readonly (string Name, Tensor Value, float[] Copy)[] _entries =
        [.. model.NamedState().Select(p => (p.Name, p.Value, new float[p.Value.Shape.Size]))];

    /// <summary>The copies with their names and shapes.</summary>
    public IEnumerable<(string Name, Shape Shape, float[] Values)> Entries => _entries.Select(e => (e.Name, e.Value.Shape, e.Copy));

    public void Take()
    {
        foreach ((_, Tensor value, float[] copy) in _entries)
            value.Values.CopyTo(copy);
    }

    public void Restore()
    {
        foreach ((_, Tensor value, float[] copy) in _entries)
            copy.CopyTo(value.Edit());
    }
}
