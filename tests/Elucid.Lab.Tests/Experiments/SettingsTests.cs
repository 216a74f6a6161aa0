namespace Elucid.Lab.Tests.Experiments;

[AnyWidth]
public class SettingsTests
{
    [Fact]
    public void Equal_values_are_equal_in_whatever_order_and_form_they_were_given() => Assert.Equal(
        Settings.Of(("b", 2.0), ("a", "x"), ("c", new[] { 1, 2 })), Settings.Of(("a", "x"), ("c", new[] { 1.0, 2.0 }), ("b", 2)));

    [Fact]
    public void They_are_written_in_one_form_and_read_again()
    {
        Settings settings = Settings.Of(
            ("text", "α \"quoted\" \\ \n"), ("number", 0.1), ("huge", double.PositiveInfinity), ("zero", -0.0), ("yes", true),
            ("list", new[] { 0.5, 3 }));
        Assert.Equal(
            """{"huge":1e999,"list":[0.5,3],"number":0.1,"text":"α \"quoted\" \\ \n","yes":true,"zero":0}""", settings.Json);
        Assert.Equal(settings, Settings.Parse(settings.Json));
        Assert.Equal(double.PositiveInfinity, Settings.Parse(settings.Json).Number("huge"));
    }

    [Fact]
    public void The_later_value_wins()
    {
        Settings settings = Settings.Of(("rate", 0.1), ("depth", 2)).With(Settings.Of(("rate", 0.3)));
        Assert.Equal(0.3, settings.Number("rate"));
        Assert.Equal(2, settings.Integer("depth"));
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_that_are()
    {
        KeyNotFoundException exception = Assert.Throws<KeyNotFoundException>(() => Settings.Of(("activation", "elu")).Text("activatoin"));
        Assert.Equal("Settings: expected 'activatoin', but they hold activation. Did you mean 'activation'?", exception.Message);
    }

    [Fact]
    public void A_value_of_another_kind_is_refused() => Assert.Equal(
        "Settings: expected 'rate' to be a number, but it is \"high\".",
        Assert.Throws<InvalidOperationException>(() => Settings.Of(("rate", "high")).Number("rate")).Message);

    [Fact]
    public void NaN_is_refused_as_no_trial_with_it_would_be_found_again() =>
        Assert.Throws<ArgumentException>(() => Settings.Of(("rate", double.NaN)));

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{")]
    public void What_is_no_object_of_plain_values_is_refused(string json) => Assert.Throws<FormatException>(() => Settings.Parse(json));
}
