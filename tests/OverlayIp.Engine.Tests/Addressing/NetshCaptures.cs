namespace OverlayIp.Engine.Tests.Addressing;

/// <summary>
/// What netsh writes, in the layout of outputs that were published for Windows 10 and Server; the German words are made
/// up to be as unlike the English ones as the shape of the table allows.
/// </summary>
internal static class NetshCaptures
{
    public const string IpAddresses = """

        Address 172.31.0.10 Parameters
        ---------------------------------------------------------
        Interface Luid     : Ethernet
        Scope Id           : 0.0
        Valid Lifetime     : 57m12s
        Preferred Lifetime : 57m12s
        DAD State          : Preferred
        Address Type       : DHCP
        Skip as Source     : false

        Address 10.2.0.1 Parameters
        ---------------------------------------------------------
        Interface Luid     : Ethernet
        Scope Id           : 0.0
        Valid Lifetime     : infinite
        Preferred Lifetime : infinite
        DAD State          : Preferred
        Address Type       : Manual
        Skip as Source     : true

        """;

    public const string IpAddressesGerman = """

        Parameter der Adresse 10.2.0.1
        ---------------------------------------------------------
        Schnittstellen-LUID: Ethernet
        Bereichskennung    : 0.0
        Lebensdauer        : unendlich
        Als Quelle auslassen : true

        Parameter der Adresse 10.2.0.2
        ---------------------------------------------------------
        Schnittstellen-LUID: Ethernet
        Als Quelle auslassen : wahr

        """;

    public const string Ipv6Addresses = """

        Address fe80::bca3:1bf5:75db:1c7d%5 Parameters
        ---------------------------------------------------------
        Interface Luid     : Ethernet
        Scope Id           : 0.5
        Skip as Source     : true

        Address 2001:db8::1 Parameters
        ---------------------------------------------------------
        Interface Luid     : Ethernet
        Scope Id           : 0.0
        Skip as Source     : false

        """;

    public const string Routes = """

        Publish  Type      Met  Prefix                    Idx  Gateway/Interface Name
        -------  --------  ---  ------------------------  ---  ------------------------
        No       Manual    0    0.0.0.0/0                   5  172.31.0.1
        No       Manual    10   0.0.0.0/0                  12  172.31.16.1
        No       System    256  10.2.0.1/32                 5  Ethernet
        """;

    public const string Interfaces = """

        Idx     Met         MTU          State                Name
        ---  ----------  ----------  ------------  ---------------------------
          1          75  4294967295  connected     Loopback Pseudo-Interface 1
          5          35        9001  connected     Ethernet
         12          15        9001  connected     Ethernet 2

        """;
}
