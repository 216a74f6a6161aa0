using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Networks;

/// <summary>
/// A transformer block in TorchSharp over libtorch's fused attention, which is faster than TorchSharp's own <c>TransformerEncoderLayer</c> and,
/// unlike it, can have ELU. Fields bear the names of the parameters.
/// </summary>
#pragma warning disable IDE1006 // TorchSharp registers parts under the names of their fields.
sealed class TorchTransformerBlock : Module<Tensor, Tensor>
{
    readonly Attention self_attn;
    readonly TorchSharp.Modules.Linear linear1, linear2;
    readonly TorchSharp.Modules.LayerNorm norm1, norm2;

    public TorchTransformerBlock(int features, int heads, bool isCausal) : base("TransformerEncoderLayer")
    {
        self_attn = new Attention(features, heads, isCausal);
        linear1 = Linear(features, 4 * features);
        linear2 = Linear(4 * features, features);
        norm1 = LayerNorm(features);
        norm2 = LayerNorm(features);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x + self_attn.forward(norm1.forward(x));
        return (x + linear2.forward(functional.elu(linear1.forward(norm2.forward(x)), 1))).MoveToOuterDisposeScope();
    }

    sealed class Attention : Module<Tensor, Tensor>
    {
        readonly Parameter in_proj_weight, in_proj_bias;
        readonly TorchSharp.Modules.Linear out_proj;
        readonly int _heads;
        readonly bool _isCausal;

        public Attention(int features, int heads, bool isCausal) : base("MultiheadAttention")
        {
            (_heads, _isCausal) = (heads, isCausal);
            in_proj_weight = Parameter(zeros(3 * features, features));
            in_proj_bias = Parameter(zeros(3 * features));
            out_proj = Linear(features, features);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            (long batch, long length, long features) = (x.shape[0], x.shape[1], x.shape[2]);
            Tensor[] parts =
                functional.linear(x, in_proj_weight, in_proj_bias).view(batch, length, 3, _heads, features / _heads).permute(2, 0, 3, 1, 4).unbind(0);
            Tensor joined =
                functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: _isCausal).transpose(1, 2).reshape(
                    batch, length, features);
            return out_proj.forward(joined).MoveToOuterDisposeScope();
        }
    }
}
