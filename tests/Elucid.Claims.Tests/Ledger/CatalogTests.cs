namespace Elucid.Claims.Tests.Ledger;

/// <summary>How cards are named and found.</summary>
[AnyWidth]
public class CatalogTests
{
    [Fact]
    public void Cards_are_found_by_id_and_by_letters_of_their_area()
    {
        Assert.Equal(["M01", "T01"], ClaimCatalog.Find(["m01", "T01"]).Select(card => card.Id));
        Assert.All(ClaimCatalog.Find(["M"]), card => Assert.Equal(Area.Mathematics, card.Area));
        Assert.Equal(ClaimCatalog.All, ClaimCatalog.Find([]));
    }

    [Fact]
    public void An_id_that_is_none_is_refused_with_the_nearest() => Assert.Equal(
        "There is no claim 'MO1'. Did you mean 'M01'? ClaimCatalog.All lists them.",
        Assert.Throws<ArgumentException>(() => ClaimCatalog.Find(["T01", "MO1"])).Message);

    [Theory]
    [InlineData("SeluScalesAll", "SELU scales all")]
    [InlineData("AlphaIsSteepness", "α is steepness")]
    [InlineData("Within2Percent", "within 2 percent")]
    public void A_topic_is_the_name_of_the_type_in_words(string name, string topic) => Assert.Equal(topic, ClaimWords.OfName(name));
}
