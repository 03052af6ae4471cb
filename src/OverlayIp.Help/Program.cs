using OverlayIp.Help;

return HelpCommand.Run(args, Console.Error);
