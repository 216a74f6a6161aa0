namespace Elucid;

public abstract partial class Module
{
    /// <summary>An activation where a module is expected is a layer that applies it; one that is learned has one set of parameters for all
    /// units.</summary>
    public static implicit operator Module(Activation activation) => new ActivationLayer(activation);
}
