using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace OverlayIp.PesterSupport
{
    /// <summary>A host that writes down what a person would have seen and answers questions from a list.</summary>
    public sealed class RecordingHost : PSHost
    {
        private readonly RecordingUI _ui = new RecordingUI();

        public ConcurrentQueue<string> Lines => _ui.Lines;
        public ConcurrentQueue<int> Answers => _ui.Answers;
        public ConcurrentQueue<string> Questions => _ui.Questions;

        /// <summary>How long it takes to write a verbose message.</summary>
        public TimeSpan VerboseTakes { set => _ui.VerboseTakes = value; }
        public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
        public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
        public override Guid InstanceId { get; } = Guid.NewGuid();
        public override string Name => "RecordingHost";
        public override PSHostUserInterface UI => _ui;
        public override Version Version => new Version(1, 0);
        public override void EnterNestedPrompt() => throw new NotSupportedException();
        public override void ExitNestedPrompt() => throw new NotSupportedException();
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
        public override void SetShouldExit(int exitCode) { }
    }

    internal sealed class RecordingUI : PSHostUserInterface
    {
        public ConcurrentQueue<string> Lines { get; } = new ConcurrentQueue<string>();
        public ConcurrentQueue<int> Answers { get; } = new ConcurrentQueue<int>();
        public ConcurrentQueue<string> Questions { get; } = new ConcurrentQueue<string>();
        public TimeSpan VerboseTakes { get; set; }
        public override PSHostRawUserInterface RawUI => null;

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
            throw new InvalidOperationException("Nobody is there to be asked: " + message);
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Enqueue(message);
            return Answers.TryDequeue(out var answer) ? answer : throw new InvalidOperationException("Nobody is there to be asked: " + message);
        }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw new NotSupportedException();
        public override string ReadLine() => throw new NotSupportedException();
        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
        public override void Write(string value) => Lines.Enqueue(value);
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Lines.Enqueue(value);
        public override void WriteLine(string value) => Lines.Enqueue(value);
        public override void WriteDebugLine(string message) => Lines.Enqueue("DEBUG: " + message);
        public override void WriteErrorLine(string value) => Lines.Enqueue("ERROR: " + value);
        public override void WriteVerboseLine(string message)
        {
            System.Threading.Thread.Sleep(VerboseTakes);
            Lines.Enqueue("VERBOSE: " + message);
        }
        public override void WriteWarningLine(string message) => Lines.Enqueue("WARNING: " + message);
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
    }

    /// <summary>
    /// Hands its input on, and takes long to notice that it was stopped. PowerShell stops the commands of a pipeline one by
    /// one, so the next one learns of it late: after PowerShell has begun to refuse what it writes.
    /// </summary>
    [Cmdlet(VerbsCommon.Copy, "Reluctantly")]
    public sealed class CopyReluctantlyCommand : PSCmdlet
    {
        [Parameter(ValueFromPipeline = true)]
        public PSObject InputObject { get; set; }

        protected override void ProcessRecord() => WriteObject(InputObject);
        protected override void StopProcessing() => System.Threading.Thread.Sleep(2000);
    }
}
