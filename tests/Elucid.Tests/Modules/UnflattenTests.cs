namespace Elucid.Tests.Modules;

public class UnflattenTests
{
    [Fact]
    public void It_undoes_flatten()
    {
        Tensor x = new([2, 3, 2, 2], [.. Enumerable.Range(0, 24).Select(i => (float)i)]);
        Tensor y = new Sequential(new Flatten(), new Unflatten([3, 2, 2])).Forward(x);

        Assert.Equal(x.Shape, y.Shape);
        Assert.Equal(x.Values.ToArray(), y.Values.ToArray());
        Assert.Equal("Unflatten([3, 2, 2])", new Unflatten([3, 2, 2]).ToString());
    }

    [Fact]
    public void Another_number_of_features_is_refused() => Refused.With<ShapeException>(
        "Unflatten: expected input of shape [batch, 12], but got [2, 10]. Its features become [3, 2, 2].",
        () => new Unflatten([3, 2, 2]).Forward(new Tensor([2, 10])));
}
