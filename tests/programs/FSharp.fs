// Run by tests/run-programs against the packed package: what C# writes with spans of parameters, F# writes with arrays of them.
open Elucid

let random = RandomStream 1UL
let digits = Digits.Load().Split(test = Portion.Rows 397, random = random.Derive "split")
let elu = ActivationCatalog.Create("elu", struct ("alpha", 0.5))
let model =
    Sequential(
        Flatten(),
        Linear(64, 128, random), ActivationLayer elu,
        Linear(128, 128, random), ActivationLayer elu,
        Linear(128, 10, random))
let trainer = Trainer(model, Adam model, digits.Train, options = TrainerOptions(Epochs = 5))
trainer.Fit() |> ignore
let accuracy = Evaluation.Of(model, digits.Test).Accuracy.Value

let line = Linear(2, 1, random)
let optimizer = Sgd(line, 0.01)
let fit (x: Tensor) (y: Tensor) =
    use tape = Tape.Start()
    let loss = Loss.MeanSquaredError(line.Forward x, y)
    tape.Backward loss
    optimizer.Step()
    loss.ToScalar()
let losses = [ for _ in 1..50 -> fit (Tensor(Shape(2, 2), [| 1f; 2f; 3f; 4f |])) (Tensor(Shape(2, 1), [| 1f; 2f |])) ]

let x = Tensor(Shape(2, 3), [| 1f; 2f; 3f; 4f; 5f; 6f |])
x[0, 1] <- 20f
let joined = Concat(Linear(3, 2, random), Linear(3, 4, random)).Forward x
printfn "%g %g %d, %s, %s" x[0, 1] (Ops.Reshape(x, 3, -1)[2, 1]) joined.Shape[1] (if losses[49] < losses[0] then "fitted" else "not fitted")
    (if accuracy > 0.9 then "learned" else "not learned")
