using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Elucid.Samples.Web;

/// <summary>
/// A trained model answers over HTTP: <c>POST /predict</c> takes a row, <c>{ "size": 120.5, "heating": "gas" }</c>, and gives its class with a
/// probability per class, or its numbers.
/// </summary>
internal static class PredictionService
{
    /// <summary>The application, not yet started.</summary>
    /// <param name="model">Loaded once: it is safe from many threads.</param>
    /// <param name="url">Where to listen; port 0 is any that is free.</param>
    public static WebApplication Create(TrainedModel model, string url)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));
        builder.Services.AddSingleton(model);
        WebApplication app = builder.Build();
        app.MapPost("/predict", Predict);
        return app;
    }

    // What does not fit is the sender's to mend: the sentence says how.
    static Results<Ok<Prediction>, BadRequest<Complaint>> Predict(Dictionary<string, JsonElement> row, TrainedModel model)
    {
        try
        {
            return TypedResults.Ok(model.Predict(row));
        }
        catch (DataFormatException exception)
        {
            return TypedResults.BadRequest(new Complaint(exception.Message));
        }
    }
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Error">A sentence.</param>
internal sealed record Complaint(string Error);

// Source-generated, so that it trims and compiles ahead of time.
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(Complaint))]
internal sealed partial class ServiceJson : JsonSerializerContext;
