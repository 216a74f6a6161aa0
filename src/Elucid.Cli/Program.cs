using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Elucid.Cli;

Console.OutputEncoding = Encoding.UTF8;
using CancellationTokenSource stop = new();

// The first Ctrl+C ends the work in good order, a second one the process.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return ElucidCommand.Run(args, Terminal.OfProcess(), stop.Token);
