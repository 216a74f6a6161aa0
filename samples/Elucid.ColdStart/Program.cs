using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Elucid;
using Elucid.ColdStart;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 1)
{
    Console.WriteLine(FirstCalls.Of(ActivationCatalog.Parse(args[0])));
    return;
}

string code = RuntimeFeature.IsDynamicCodeCompiled ? "compiled at the first call" : "compiled ahead of time";
int lanes = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
Console.WriteLine($"{FirstCalls.Length} elements, {lanes} lanes, {code}; milliseconds, the fastest of 9 fresh processes\n");
Console.WriteLine("function       first    tail  backward  second  steady");
foreach (ActivationInfo info in ActivationCatalog.All.Where(info => !info.Create().IsLearned))
{
    FirstCalls calls = FirstCalls.InFreshProcesses(info.Name, processes: 9);
    Console.WriteLine($"{info.Name,-12} {calls.Forward,7:F2} {calls.Tail,7:F2} {calls.Backward,9:F2} {calls.Second,7:F4} {calls.Steady,7:F4}");
}
