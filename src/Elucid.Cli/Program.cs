using System.Runtime.InteropServices;
using System.Text;
using Elucid.Cli;

Console.OutputEncoding = Encoding.UTF8;
using CancellationTokenSource stop = new();
Terminal terminal = Terminal.OfProcess();
Interruption interruption = new(stop.Token);

// The first Ctrl+C ends the work in good order, where there is some to keep; a second one the process.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (stop.IsCancellationRequested || !interruption.IsHeard)
    {
        terminal.ShowCursor();
        terminal.Say("elucid: cancelled.");
        Environment.Exit(ExitCode.Cancelled);
    }
    stop.Cancel();
}
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return ElucidCommand.Run(args, terminal, interruption);
