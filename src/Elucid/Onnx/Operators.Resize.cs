using Elucid.Kernels;

namespace Elucid.Onnx;

internal static partial class Operators
{
    // Sequences and images by nearest or linear interpolation. What a scale is given as is taken as it is: 7 pixels by 0.5 are 3, each two pixels
    // from the next, not 7 / 3.
    static StepRule Resize(NodeReader node)
    {
        // Operator set 10 knew neither a region of interest nor sizes.
        int scalesAt = node.Opset < 11 ? 1 : 2;
        if (node.Opset < 11)
            node.RequireInputs(2, 2, InputRole.Floats, InputRole.Setting);
        else
            node.RequireInputs(1, 4, InputRole.Floats, InputRole.Setting, InputRole.Setting, InputRole.Integers);
        node.RequireRank(0, 3, 4);
        ResizeAxes axes = new(node, scalesAt);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            int rank = x.Shape.Rank;
            if (rank is not (3 or 4))
                throw new ShapeException(
                    $"expected sequences [batch, channels, length] or images [batch, channels, height, width], but got {x.Shape}.");
            // An empty list of scales means that sizes follow.
            long[]? sizes = inputs.Has(3) ? inputs.Integers(3).Values : null;
            float[] scales = sizes is null ? inputs.Floats(scalesAt).Values.ToArray() : new float[rank];
            if ((sizes?.Length ?? scales.Length) != rank)
                throw new ShapeException(
                    $"expected {rank} {(sizes is null ? "scales" : "sizes")} for {x.Shape}, but got {sizes?.Length ?? scales.Length}.");
            // In single precision, as other programs multiply: 10 · 0.7 is 7 there and less in doubles.
            long[] lengths = sizes ?? [.. scales.Select((scale, axis) => (long)Math.Clamp(MathF.Floor(scale * x.Shape[axis]), -1, MostSteps + 1))];
            if (lengths[0] != x.Shape[0] || lengths[1] != x.Shape[1] || lengths[2..].Any(length => length is < 1 or > MostSteps))
                throw new ShapeException(
                    $"{x.Shape} cannot be resized to [{string.Join(", ", lengths)}]: only lengths, heights and widths can change.");
            ResamplingAxis Along(int axis) => axes.Of(x.Shape[axis], (int)lengths[axis], sizes is null ? scales[axis] : null);
            if (rank == 4)
                return Ops.Resample(x, Along(2), Along(3));
            Tensor rows = Ops.Reshape(x, new Shape(x.Shape[0], x.Shape[1], 1, x.Shape[2]));
            return Ops.Reshape(Ops.Resample(rows, axes.Of(1, 1, null), Along(2)), x.Shape.With(2, (int)lengths[2]));
        };
    }

    /// <summary>Where the numbers of a resized axis come from, as a node's attributes say.</summary>
    sealed class ResizeAxes
    {
        readonly string _place, _nearest;
        readonly bool _isLinear;

        public ResizeAxes(NodeReader node, int scalesAt)
        {
            string mode = node.Text("mode", "nearest");
            _place = node.Text("coordinate_transformation_mode", node.Opset < 11 ? "asymmetric" : "half_pixel");
            _nearest = node.Text("nearest_mode", node.Opset < 11 ? "floor" : "round_prefer_floor");
            _isLinear = mode == "linear";
            node.Single("cubic_coeff_a", -0.75f);
            node.Single("extrapolation_value", 0);          // outside a region of interest, which is refused
            if (mode is not ("nearest" or "linear"))
                throw node.NotSupported($"has the 'mode' {Excerpt.Of(mode)}", "nearest and linear");
            if (_place is not ("half_pixel" or "pytorch_half_pixel" or "align_corners" or "asymmetric"))
                throw node.NotSupported(
                    $"has the 'coordinate_transformation_mode' {Excerpt.Of(_place)}", "half_pixel, pytorch_half_pixel, align_corners and asymmetric");
            if (_nearest is not ("round_prefer_floor" or "round_prefer_ceil" or "floor" or "ceil"))
                throw node.Error("'nearest_mode' to be round_prefer_floor, round_prefer_ceil, floor or ceil", Excerpt.Of(_nearest));
            if (node.Flag("exclude_outside", false) || node.Flag("antialias", false) || node.Has("axes"))
                throw node.NotSupported("has 'exclude_outside', 'antialias' or 'axes'", "none of them");
            if (node.Text("keep_aspect_ratio_policy", "stretch") is var policy && policy != "stretch")
                throw node.NotSupported($"has the 'keep_aspect_ratio_policy' {Excerpt.Of(policy)}", "stretch");
            double[] scales = node.KnownNumbers(scalesAt) ?? [];
            // How operator set 10 rounds is nowhere said: programs take the pixel below where they enlarge, and partly the one above where they
            // shrink.
            if (node.Opset < 11 && !_isLinear && (node.KnownNumbers(scalesAt) is null || scales.Any(scale => scale < 1)))
                throw node.NotSupported(
                    "shrinks to nearest pixels, or by scales that the file does not state, in operator set 10",
                    "stated scales from 1 on, or operator set 11");
            // ONNX's own examples space the corners by the scaled length before it is rounded, most programs by the one after: only where both are
            // one is there one right result.
            if (_place == "align_corners" && node.HasInput(scalesAt) && !node.HasInput(3) && node.KnownNumbers(scalesAt) is null)
                throw node.NotSupported("aligns corners at scales that the file does not state", "whole scales, or sizes, with align_corners");
            if (_place == "align_corners" && scales.Any(scale => scale != Math.Floor(scale)))
                throw node.NotSupported(
                    $"aligns corners at the scales [{string.Join(", ", scales.Select(scale => (float)scale))}]",
                    "whole scales, or sizes, with align_corners");
            if (node.KnownIntegers(3) is null && scales.Length > 1 && (scales[0] != 1 || scales[1] != 1))
                throw node.NotSupported(
                    $"has the scales [{string.Join(", ", scales.Select(scale => (float)scale))}]", "scales of 1 for batch and channels");
        }

        public ResamplingAxis Of(int input, int output, float? stated)
        {
            // The ratio of lengths is what is meant where sizes are stated, and the same where a scale leaves no fraction.
            double step = stated is { } scale && scale * (double)input != output ? 1.0 / scale : (double)input / output;
            double Place(int o) => _place switch
            {
                "align_corners" => output == 1 ? 0 : (double)o * (input - 1) / (output - 1),
                "asymmetric" => o * step,
                "pytorch_half_pixel" when output == 1 => 0,
                _ => (o + 0.5) * step - 0.5,
            };
            if (_isLinear)
                return _place == "half_pixel" && output == 2 * input ? ResamplingAxis.Linear(input, output, alignCorners: false)
                    : ResamplingAxis.Linear(input, output, Place);
            if (_place == "asymmetric" && _nearest == "floor" && step == (double)input / output)
                return ResamplingAxis.Nearest(input, output);
            // Rounded to single precision first: 17 / 1.7 is 10 there and less in doubles.
            return ResamplingAxis.Nearest(input, output, o => Rounded((float)Place(o)));
        }

        int Rounded(float place) => (int)(_nearest switch
        {
            "floor" => MathF.Floor(place),
            "ceil" => MathF.Ceiling(place),
            "round_prefer_ceil" => MathF.Floor(place + 0.5f),
            _ => MathF.Ceiling(place - 0.5f),
        });
    }
}
