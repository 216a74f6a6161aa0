namespace Elucid.Tests.Diagnostics;

public sealed class OcclusionMapTests
{
    [Fact]
    public void Only_the_place_that_the_answer_rests_on_is_bright()
    {
        // Class 1 is said the louder, the brighter the pixel at the lower right is.
        Linear linear = new(64, 2, new RandomStream(0));
        float[] weights = new float[128];
        weights[127] = 8;
        weights.CopyTo(linear.Weight.Edit());
        linear.Bias!.Edit().Clear();
        float[] image = new float[64];
        image[63] = 1;
        OcclusionMap map = OcclusionMap.Of(new Sequential(new Flatten(), linear), [1, 8, 8], image, label: 1, side: 2);
        Assert.InRange(map.Falls[63], 0.3, 0.6);
        Assert.Equal(0, map.Falls[..48].ToArray().Max(MathF.Abs));
    }

    [Fact]
    public void What_is_no_image_is_refused() => Refused.With<ShapeException>(
        "OcclusionMap: expected an image of shape [channels, height, width], but got 3 numbers of shape [4].",
        () => OcclusionMap.Of(new Flatten(), [4], [1, 2, 3], 0));
}
