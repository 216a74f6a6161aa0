using Elucid;
using Elucid.Samples.Web;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("Name a model.safetensors that elucid train saved, and a URL if it shall not be http://localhost:5000.");
    return 2;
}
await using WebApplication app = PredictionService.Create(TrainedModel.Load(args[0]), args.ElementAtOrDefault(1) ?? "http://localhost:5000");
await app.RunAsync();
return 0;
