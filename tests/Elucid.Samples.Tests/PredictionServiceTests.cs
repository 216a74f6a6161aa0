using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Elucid.Samples.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Elucid.Samples.Tests;

/// <summary>Tests of the memory of the whole process: no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>The web sample, as its clients see it: over HTTP, many at once.</summary>
[Collection(nameof(Alone))]
public sealed class PredictionServiceTests : IAsyncLifetime
{
    const int Clients = 8, Requests = 200;

    readonly TrainedModel _model = Trained();
    readonly HttpClient _client = new();
    WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        _app = PredictionService.Create(_model, "http://127.0.0.1:0");
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app!.DisposeAsync();
    }

    static TrainedModel Trained()
    {
        string csv =
            "size,heating,dear\n"
                + string.Concat(Enumerable.Range(0, 60).Select(i => $"{20 + i},{(i % 2 == 0 ? "gas" : "oil")},{(i % 60 > 30 ? "yes" : "no")}\n"));
        CsvTable table = CsvReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), new() { Target = "dear" }, "homes");
        Standardizer scales = Standardizer.Fit(table.Dataset);
        NetworkRecipe recipe = new() { Hidden = [8] };
        Module network = recipe.BuildNetwork(table.Dataset.FeatureShape, 2, ActivationCatalog.Parse("elu"), new RandomStream(1));
        new Trainer(network, new Adam(network, 0.01), scales.Apply(table.Dataset), options: new TrainerOptions { Epochs = 30 }).Fit();
        ModelFile file = new()
        {
            Recipe = recipe,
            Activation = "elu",
            FeatureShape = table.Dataset.FeatureShape.ToArray(),
            OutputNames = table.Dataset.ClassNames,
            Task = LearningTask.Classification,
            Data = "homes",
            Scales = scales,
            Table = table.Schema,
        };
        using MemoryStream saved = new();
        file.Save(network, saved);
        return TrainedModel.Load(saved.ToArray());
    }

    [Fact]
    public async Task Eight_clients_at_once_get_the_answers_of_one_and_memory_stays()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Prediction[] expected =
            [.. Enumerable.Range(0, Requests)
                .Select(i => _model.Predict(new Dictionary<string, object?> { ["size"] = 20 + i % 60, ["heating"] = "gas" }))];
        Assert.Equal(["no", "yes"], expected.Select(answer => answer.Class).Distinct().Order());

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Client()));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Client()));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 5_000_000);

        async Task Client()
        {
            for (int i = 0; i < Requests; i++)
            {
                using HttpResponseMessage response = await Post($$"""{ "size": {{20 + i % 60}}, "heating": "gas", "id": {{i}} }""");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
                Assert.Equal(expected[i].Class, answer.GetProperty("class").GetString());
                Assert.Equal(expected[i].Probabilities["yes"], answer.GetProperty("probabilities").GetProperty("yes").GetDouble());
            }
        }
    }

    [Theory]
    [InlineData("""{ "size": 30, "heating": "wood" }""",
        "Column 'heating': expected one of the 2 values that training saw (gas, oil), but got 'wood'. Correct the value, or retrain with "
            + "CsvOptions.Unseen = UnseenValues.Other.")]
    [InlineData("""{ "size": "big", "heating": "gas" }""", "Column 'size': expected a finite number, but got 'big'. Correct the value.")]
    [InlineData("""{ "siez": 30, "heating": "gas" }""",
        "Expected a column 'size', but the row has siez, heating. Did you mean 'siez'? Name every column that the model learned from; a missing "
            + "value is null.")]
    public async Task A_row_that_does_not_fit_is_answered_with_what_is_wrong(string row, string sentence)
    {
        using HttpResponseMessage response = await Post(row);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(sentence, answer.GetProperty("error").GetString());
    }

    async Task<HttpResponseMessage> Post(string row) =>
        await _client.PostAsync("/predict", new StringContent(row, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
}
