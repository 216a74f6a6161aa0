' Run by tests/run-programs against the packed package: Visual Basic, which knows no spans, trains with Trainer and answers with TrainedModel.
Option Strict On
Imports System.IO
Imports System.Linq
Imports Elucid

Module Program
    Sub Main()
        Dim lines = Enumerable.Range(0, 60).Select(Function(i) $"{20 + i},{If(i Mod 2 = 0, "gas", "oil")},{If(i > 30, "dear", "cheap")}")
        File.WriteAllLines("homes.csv", lines.Prepend("size,heating,kind"))
        Dim table = CsvReader.Read("homes.csv", New CsvOptions With {.Target = "kind"})
        Dim scales = Standardizer.Fit(table.Dataset)
        Dim network As New Sequential(
            New Linear(3, 8, New RandomStream(1)), New ActivationLayer(ActivationCatalog.Parse("elu"), 8), New Linear(8, 2, New RandomStream(2)))
        Dim trainer As New Trainer(network, New Adam(network, 0.01), scales.Apply(table.Dataset), options:=New TrainerOptions With {.Epochs = 30})
        trainer.Fit()
        Dim learned = Evaluation.Of(network, scales.Apply(table.Dataset)).Accuracy.Value > 0.9

        Dim description As New ModelFile With {
            .Recipe = New NetworkRecipe With {.Hidden = {8}},
            .Activation = "elu", .FeatureShape = {3}, .OutputNames = table.Dataset.ClassNames,
            .Task = LearningTask.Classification, .Data = "homes", .Scales = scales, .Table = table.Schema}
        description.Save(network, "model.safetensors")
        Dim answer = TrainedModel.Load("model.safetensors").Predict(New Dictionary(Of String, Object) From {{"size", 75}, {"heating", "gas"}})
        Console.WriteLine($"{If(learned, "learned", "not learned")}, {answer.Class}")
    End Sub
End Module
