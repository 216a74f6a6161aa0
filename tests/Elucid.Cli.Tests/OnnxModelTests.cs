using System.Globalization;
using Elucid.Images;
using Elucid.Onnx.Tests;

namespace Elucid.Cli.Tests;

/// <summary>What ONNX Runtime computes from exported models beside what <see cref="TrainedModel"/> says, preparation and units included.</summary>
public sealed class OnnxModelTests : IDisposable
{
    const double Tolerance = 1e-5;

    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    // A trained model, and its ONNX file.
    (TrainedModel Model, byte[] Onnx) Export(params string[] train)
    {
        Outcome trained = _tool.Run(["train", .. train, "--epochs", "1", "--quiet", "--out", _tool["run"]]);
        Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);
        string model = _tool["run/model.safetensors"], onnx = _tool["model.onnx"];
        Assert.Equal(ExitCode.Done, _tool.Run("export", model, "--onnx", onnx).ExitCode);
        return (TrainedModel.Load(model), File.ReadAllBytes(onnx));
    }

    // Decoding, size and fit are the program's; from there on pixels from 0 to 1 are all that the file asks for.
    [Theory]
    [InlineData("mlp", "8", false)]
    [InlineData("cnn", "4,8", true)]
    [InlineData("resnet", "4,8", false)]
    [InlineData("lstm", "8", true)]
    public void A_directory_of_photos_that_are_brought_to_one_size(string model, string hidden, bool isGrey)
    {
        RandomStream random = new(1);
        for (int i = 0; i < 24; i++)
        {
            int width = 10 + (i % 3), height = 9 + (i % 4);
            float[] pixels = new float[3 * width * height];
            random.FillUniform(pixels, 0, 1);
            string kind = Path.Combine(_tool["photos"], $"kind {i % 3}");
            Directory.CreateDirectory(kind);
            ImageGrid.Of(new Tensor([1, 3, height, width], pixels)).SavePng(Path.Combine(kind, $"{i}.png"));
        }
        (TrainedModel trained, byte[] onnx) = Export(
            ["--data", _tool["photos"], "--model", model, "--hidden", hidden, "--size", "8", "--fit", "crop", .. isGrey ? ["--grey"]
                : Array.Empty<string>()]);

        NewRows images = trained.ReadImages(ImageFolder.Find(_tool["photos"]).Images, ImageReader.Skia);
        Tensor probabilities = Ops.Softmax(OnnxRuntime.Run(onnx, new Tensor([24, .. trained.File.FeatureShape], images.Features)));
        Assert.Equal(isGrey ? 1 : 3, trained.File.FeatureShape[0]);
        Assert.Equal(
            trained.Predict(images).SelectMany(answer => answer!.Probabilities.Values), probabilities.Values.ToArray().Select(p => (double)p),
            (a, b) => Math.Abs(a - b) < Tolerance);
    }

    // The file takes windows less their last value in deviations, and gives what is added to the last season in those; what scales them is public.
    [Theory]
    [InlineData("mlp", "8")]
    [InlineData("cnn", "8,8")]
    [InlineData("rnn", "8")]
    [InlineData("gru", "8")]
    [InlineData("lstm", "8")]
    [InlineData("transformer", "16")]
    public void Forecasts_from_where_a_series_ends(string model, string hidden)
    {
        const int months = 60, horizon = 4;
        static double Sold(int month) => 100 + (10 * Math.Sin(month * Math.PI / 6)) + month + (month * 7919 % 13);
        string csv = "month,sold\n" + string.Concat(Enumerable.Range(0, months).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{2019 + (i / 12)}-{(i % 12) + 1:00},{Sold(i):F2}\n")));
        string whole = _tool.Write("whole.csv", csv), known = _tool.Write(
            "known.csv", string.Concat(csv.Split('\n')[..(1 + months - horizon)].Select(line => line + "\n")));
        (TrainedModel trained, byte[] onnx) = Export(
            "--data", whole, "--task", "forecast", "--time", "month", "--target", "sold", "--horizon", $"{horizon}", "--model", model, "--hidden",
            hidden);

        // The last window is followed by the last four months: it ends where the known ones do.
        Dataset windows = ForecastWindows.Of(trained.ReadSeries(whole)).Data, last = windows.Subset([windows.Count - 1]);
        Tensor outputs = OnnxRuntime.Run(onnx, new Tensor([1, .. windows.FeatureShape], last.Features));
        Assert.Equal(
            trained.Forecast(trained.ReadSeries(known)).Select(step => step.Value), ForecastWindows.Restore(last, outputs.Values),
            (a, b) => Math.Abs(a - b) < Tolerance * Math.Abs(a));
    }
}
