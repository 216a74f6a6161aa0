namespace Elucid.Numerics;

/// <summary>One double: the oracle of the tests and the source of plots. Uses the runtime's functions where they are exact.</summary>
internal readonly struct LaneDouble(double value) : ILane<LaneDouble>
{
    public readonly double Value = value;

    public static LaneDouble Of(float value) => new(value);
    public static LaneDouble operator +(LaneDouble a, LaneDouble b) => new(a.Value + b.Value);
    public static LaneDouble operator -(LaneDouble a, LaneDouble b) => new(a.Value - b.Value);
    public static LaneDouble operator *(LaneDouble a, LaneDouble b) => new(a.Value * b.Value);
    public static LaneDouble operator /(LaneDouble a, LaneDouble b) => new(a.Value / b.Value);
    public static LaneDouble operator -(LaneDouble a) => new(-a.Value);
    public static LaneDouble MultiplyAdd(LaneDouble a, LaneDouble b, LaneDouble c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    public static LaneDouble WhereLess(LaneDouble a, LaneDouble b, LaneDouble yes, LaneDouble no) => a.Value < b.Value ? yes : no;
    public static LaneDouble Max(LaneDouble a, LaneDouble b) => a.Value > b.Value ? a : b;
    public static LaneDouble Min(LaneDouble a, LaneDouble b) => a.Value < b.Value ? a : b;
    public static LaneDouble Abs(LaneDouble x) => new(Math.Abs(x.Value));
    public static LaneDouble Sqrt(LaneDouble x) => new(Math.Sqrt(x.Value));
    public static LaneDouble Exp(LaneDouble x) => new(Math.Exp(x.Value));
    public static LaneDouble ExpM1(LaneDouble x) => throw new NotImplementedException();
    public static LaneDouble Log(LaneDouble x) => new(Math.Log(x.Value));
    public static LaneDouble Log1P(LaneDouble x) => throw new NotImplementedException();
    public static LaneDouble Tanh(LaneDouble x) => new(Math.Tanh(x.Value));
    public static LaneDouble Sigmoid(LaneDouble x) => throw new NotImplementedException();
    public static LaneDouble Erf(LaneDouble x) => throw new NotImplementedException();
}
