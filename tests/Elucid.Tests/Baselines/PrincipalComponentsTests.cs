namespace Elucid.Tests.Baselines;

/// <summary>Values of scikit-learn 1.2.1: <c>PCA(n).fit(X)</c>, whose variances divide by n − 1 where these divide by n.</summary>
public class PrincipalComponentsTests
{
    // x[r, c] = sin(0.1·(r + 1)·(c % 17 + 1))·(1 + c/100): wide enough for subspace iteration.
    static Dataset Wide { get; } = new(
        "wide",
        [
            .. from row in Enumerable.Range(0, 40)
               from column in Enumerable.Range(0, 300)
               select (float)(Math.Sin(0.1 * (row + 1) * (column % 17 + 1)) * (1 + column / 100.0)),
        ], [300]);

    [Fact]
    public void Sixteen_components_of_the_digits_are_those_of_scikit_learn()
    {
        Dataset digits = Digits.Load().WithoutAnswers();
        PrincipalComponents components = PrincipalComponents.Fit(digits, 16);

        foreach ((int i, double variance) in new[] { (0, 0.6988567022638756), (1, 0.6391665653680791), (2, 0.5535528759071248),
            (15, 0.0661596975581446) })
            Assert.Equal(variance, components.Variances[i], 1e-5 * components.Variances[0]);        // products are float32
        double[] first = [0.08339512022836172, 0.21591533898333912, -0.17212682035046178, -0.16371211283475567];
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], components.Components[18 + i], 1e-4);
        Assert.Equal(0.011043774063310658, ReconstructionErrors.Of(components.Reconstruct(digits), digits).Mean, 1e-7);
    }

    [Fact]
    public void The_first_components_of_wide_rows_are_those_of_scikit_learn()
    {
        PrincipalComponents components = PrincipalComponents.Fit(Wide, 5);

        double[] variances = [100.63575196195536, 98.82716917622267, 96.81490971115315, 92.46365157969151, 83.01114715322193];
        for (int i = 0; i < variances.Length; i++)
            Assert.Equal(variances[i], components.Variances[i], variances[i] * 1e-4);
        Assert.Equal(1.856798633985712, ReconstructionErrors.Of(components.Reconstruct(Wide), Wide).Mean, 1e-4);
    }

    [Fact]
    public void As_many_components_as_features_lose_nothing_and_a_code_has_the_variances_that_are_said()
    {
        Dataset rows = new("rows", [1, 2, 3, 5, 7, 1, 0, 0], [2]);
        PrincipalComponents components = PrincipalComponents.Fit(rows, 9);
        float[] code = components.Encode(rows);

        Assert.Equal(2, components.Variances.Count);
        Assert.Equal(0, ReconstructionErrors.Of(components.Reconstruct(rows), rows).Mean, 1e-10);
        Assert.Equal(components.Variances[0], Enumerable.Range(0, 4).Average(row => (double)code[2 * row] * code[2 * row]), 1e-5);
    }

    [Fact]
    public void Rows_that_are_all_alike_have_no_variance()
    {
        PrincipalComponents components = PrincipalComponents.Fit(new("rows", [4, 4, 4, 4], [2]), 1);

        Assert.Equal([0.0], components.Variances);
        Assert.Equal([4f, 4f], components.Reconstruct(new("row", [4, 4], [2])));
    }

    [Fact]
    public void No_component_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(Wide, 0));
}
